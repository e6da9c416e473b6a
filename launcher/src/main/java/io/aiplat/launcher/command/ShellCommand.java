package io.aiplat.launcher.command;

import io.aiplat.launcher.command.invocation.CommandProblems;
import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.launcher.shell.Shell;
import io.aiplat.launcher.wiring.Version;
import io.aiplat.model.ApplianceException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/// `aiplat shell`.
@Command(name = "shell", description = "Read commands from a prompt with history and completion.")
final class ShellCommand implements Callable<Integer> {
    private static final ThreadLocal<Boolean> INSIDE = ThreadLocal.withInitial(() -> false);

    private final Invocation invocation;

    ShellCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        if (INSIDE.get()) {
            throw new ApplianceException(CommandProblems.wrongLine(
                    "This is the shell already; type a command, or exit to leave it", "aiplat shell"));
        }
        INSIDE.set(true);
        try {
            return shell();
        } finally {
            INSIDE.remove();
        }
    }

    /// Whether this thread runs a line of a shell.
    static boolean inside() {
        return INSIDE.get();
    }

    private int shell() {
        if (invocation.surroundings().terminal()) {
            invocation
                    .output()
                    .note("aiplat " + Version.number()
                            + ": commands as behind `aiplat`, Tab completes them, help lists them,"
                            + " exit or Ctrl-D leaves.");
        }
        CommandTree tree = new CommandTree(invocation.surroundings());
        List<String> globals = invocation.globalArguments();
        Shell shell = new Shell(
                words -> tree.completions(
                        Stream.concat(globals.stream(), words.stream()).toList()),
                invocation.home().resolve("shell-history"),
                invocation.surroundings().stopping(),
                words ->
                        tree.run(Stream.concat(globals.stream(), words.stream()).toArray(String[]::new)));
        return invocation.surroundings().terminal()
                ? shell.run()
                : shell.run(invocation.surroundings().in());
    }
}
