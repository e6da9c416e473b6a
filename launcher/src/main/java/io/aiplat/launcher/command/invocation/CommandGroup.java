package io.aiplat.launcher.command.invocation;

import java.util.List;

/// Group of commands: one whose subcommands are objects of their own, and not its methods.
public interface CommandGroup {
    /// Its subcommands, in the order of the help text: objects of classes annotated as commands.
    List<Object> subcommands();
}
