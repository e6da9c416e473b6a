package io.aiplat.launcher.command.models;

import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.model.registry.ModelStage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `aiplat models retire`.
@Command(name = "retire", description = "Write down that a model shall not be used any more.")
final class ModelRetireCommand implements Runnable {
    private final Invocation invocation;

    @Mixin
    private ModelStageChange change = new ModelStageChange();

    ModelRetireCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public void run() {
        change.make(invocation, ModelStage.RETIRED);
    }
}
