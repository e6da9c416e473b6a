package io.aiplat.launcher.command;

import java.util.List;
import java.util.function.Function;

/// Every command, in the order of the help text. A new one is a class and a line here.
final class Commands {
    /// One command.
    ///
    /// @param make builds the command object; called only for commands that the command line may mean,
    ///             because reading the annotations of all of them costs a tenth of a second
    record Entry(String name, Function<Invocation, Object> make) {}

    static final List<Entry> ALL = List.of(new Entry("version", VersionCommand::new));

    private Commands() {}
}
