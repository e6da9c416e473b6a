package io.aiplat.launcher.command.models;

import io.aiplat.launcher.command.invocation.CompletesAs;
import io.aiplat.launcher.command.invocation.CompletionKind;
import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.model.registry.ModelStage;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `aiplat models approve`.
@Command(
        name = "approve",
        description = {
            "Write down that a model may be used.",
            "What is approved are the bytes that are here now; others under the same name are a candidate again."
        })
final class ModelApproveCommand implements Runnable {
    private final Invocation invocation;

    @CompletesAs(CompletionKind.MODELS)
    @Parameters(paramLabel = "NAME", description = "as models list names it")
    private String model = "";

    @Option(names = "--note", paramLabel = "TEXT", description = "why, for those who ask later")
    private @Nullable String note;

    ModelApproveCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public void run() {
        new ModelStageChange(model, ModelStage.APPROVED, note).make(invocation);
    }
}
