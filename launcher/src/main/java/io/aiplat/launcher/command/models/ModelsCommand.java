package io.aiplat.launcher.command.models;

import io.aiplat.launcher.command.invocation.CommandGroup;
import io.aiplat.launcher.command.invocation.Invocation;
import java.util.List;
import picocli.CommandLine.Command;

/// `aiplat models`: what there is, more of it, less of it. A new subcommand is a class and a line here.
@Command(name = "models", description = "List, pull, run, approve and remove models.")
public final class ModelsCommand implements Runnable, CommandGroup {
    private final Invocation invocation;

    public ModelsCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public List<Object> subcommands() {
        return List.of(
                new ModelListCommand(invocation),
                new ModelShowCommand(invocation),
                new ModelSearchCommand(invocation),
                new ModelPullCommand(invocation),
                new ModelPullsCommand(invocation),
                new ModelVerifyCommand(invocation),
                new ModelRemoveCommand(invocation),
                new ModelFitCommand(invocation),
                new ModelBenchCommand(invocation),
                new ModelRunCommand(invocation),
                new ModelStopCommand(invocation),
                new ModelPsCommand(invocation),
                new ModelApproveCommand(invocation),
                new ModelRetireCommand(invocation),
                new ModelNoteCommand(invocation),
                new ModelExportCommand(invocation),
                new ModelImportCommand(invocation));
    }

    /// Without a subcommand: the list.
    @Override
    public void run() {
        new ModelListCommand(invocation).run();
    }
}
