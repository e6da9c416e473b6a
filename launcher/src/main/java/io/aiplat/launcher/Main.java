package io.aiplat.launcher;

import io.aiplat.launcher.command.CommandTree;
import java.io.Console;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// The entry point. [#run] is all of it but the end of the process, so tests drive the real thing.
public final class Main {
    private static final List<String> VERSION_WORDS = List.of("--version", "-V", "version");

    private Main() {}

    /// Runs one command line and ends the process with its exit status.
    public static void main(String[] args) {
        System.exit(run(surroundings(), args));
    }

    /// Runs one command line.
    ///
    /// @return the exit status; see [io.aiplat.model.ExitCode]
    public static int run(Surroundings surroundings, String... args) {
        if (args.length == 1 && VERSION_WORDS.contains(args[0])) {
            // Asked so often, and by scripts, that it shall not wait for the command tree.
            surroundings.out().println("aiplat " + Version.number());
            return 0;
        }
        return new CommandTree(surroundings).run(args);
    }

    @SuppressWarnings("SystemConsoleNull") // It still is null where a console provider says so.
    private static Surroundings surroundings() {
        Console console = System.console();
        return new Surroundings(
                System.getenv(),
                Map.of(
                        "os.name", System.getProperty("os.name"),
                        "user.home", System.getProperty("user.home")),
                Path.of("").toAbsolutePath(),
                System.in,
                System.out,
                System.err,
                console != null && console.isTerminal());
    }
}
