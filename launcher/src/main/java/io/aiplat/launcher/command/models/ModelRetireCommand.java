package io.aiplat.launcher.command.models;

import io.aiplat.launcher.command.invocation.CompletesAs;
import io.aiplat.launcher.command.invocation.CompletionKind;
import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.model.registry.ModelStage;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `aiplat models retire`.
@Command(name = "retire", description = "Write down that a model shall not be used any more.")
final class ModelRetireCommand implements Runnable {
    private final Invocation invocation;

    @CompletesAs(CompletionKind.MODELS)
    @Parameters(paramLabel = "NAME", description = "as models list names it")
    private String model = "";

    @Option(names = "--note", paramLabel = "TEXT", description = "why, for those who ask later")
    private @Nullable String note;

    ModelRetireCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public void run() {
        new ModelStageChange(model, ModelStage.RETIRED, note).make(invocation);
    }
}
