package io.aiplat.launcher.command;

import io.aiplat.launcher.shell.Shell;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/// `aiplat shell`.
@Command(name = "shell", description = "Read commands from a prompt with history and completion.")
final class ShellCommand implements Callable<Integer> {
    private final Invocation invocation;

    ShellCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        CommandTree tree = new CommandTree(invocation.surroundings());
        List<String> globals = invocation.globalArguments();
        Shell shell = new Shell(
                tree.all().getCommandSpec(),
                invocation.home().resolve("shell-history"),
                invocation.surroundings().stopping(),
                words ->
                        tree.run(Stream.concat(globals.stream(), words.stream()).toArray(String[]::new)));
        return invocation.surroundings().terminal()
                ? shell.run()
                : shell.run(invocation.surroundings().in());
    }
}
