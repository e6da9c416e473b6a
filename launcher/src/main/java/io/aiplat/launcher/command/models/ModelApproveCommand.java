package io.aiplat.launcher.command.models;

import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.model.registry.ModelStage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `aiplat models approve`.
@Command(
        name = "approve",
        description = {
            "Write down that a model may be used.",
            "What is approved are the bytes that are here now; others under the same name are a candidate again."
        })
final class ModelApproveCommand implements Runnable {
    private final Invocation invocation;

    @Mixin
    private ModelStageChange change = new ModelStageChange();

    ModelApproveCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public void run() {
        change.make(invocation, ModelStage.APPROVED);
    }
}
