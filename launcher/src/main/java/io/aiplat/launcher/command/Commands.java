package io.aiplat.launcher.command;

import java.util.List;
import java.util.function.Function;

/// Every command, in the order of the help text. A new one is a class and a line here.
final class Commands {
    /// One command.
    ///
    /// @param settings whether it takes the flags of settings, as `--port`
    /// @param make     builds the command object; called only for commands that the command line may mean,
    ///                 because reading the annotations of all of them takes longer than the rest of the start
    record Entry(String name, boolean settings, Function<Invocation, Object> make) {}

    static final List<Entry> ALL = List.of(
            deciding("up", UpCommand::new),
            deciding("plan", PlanCommand::new),
            deciding("serve", ServeCommand::new),
            plain("status", StatusCommand::new),
            plain("down", DownCommand::new),
            plain("models", ModelsCommand::new),
            plain("chat", ChatCommand::new),
            plain("env", EnvCommand::new),
            plain("settings", SettingsCommand::new),
            plain("shell", ShellCommand::new),
            plain("completion", CompletionCommand::new),
            plain("version", VersionCommand::new));

    private Commands() {}

    private static Entry plain(String name, Function<Invocation, Object> make) {
        return new Entry(name, false, make);
    }

    /// A command that decides how the appliance runs.
    static Entry deciding(String name, Function<Invocation, Object> make) {
        return new Entry(name, true, make);
    }
}
