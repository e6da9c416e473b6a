package io.aiplat.launcher;

import io.aiplat.launcher.command.CommandTree;
import io.aiplat.launcher.command.invocation.ShutdownWait;
import io.aiplat.launcher.render.LogStream;
import io.aiplat.launcher.wiring.ProcessContext;
import io.aiplat.launcher.wiring.Version;
import io.aiplat.model.ExitCode;
import io.aiplat.model.FatalErrors;
import java.io.BufferedOutputStream;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/// The entry point. [#run] is all of it but the end of the process, so tests drive the real thing.
public final class Main {
    private static final List<String> VERSION_WORDS = List.of("--version", "-V", "version");

    /// Exit status of a process that cannot go on: EX_SOFTWARE of BSD's sysexits.
    private static final int FATAL = 70;

    private Main() {}

    /// Runs one command line and ends the process with its exit status.
    public static void main(String[] args) {
        // Two parts of Java that log at once for the first time, such as a process that starts and an HTTP client,
        // would be announced in three lines on standard error. Nothing is lost without them.
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        // What an HTTP client of Java takes from a connection at once. With its own figure, 16 KiB, it spends twice the
        // time of a processor on what it downloads.
        System.getProperties().putIfAbsent("jdk.httpclient.bufsize", "131072");
        System.setErr(new LogStream(System.err));
        Thread.setDefaultUncaughtExceptionHandler(
                new FatalErrors(Main::die, (thread, failure) -> System.err.println(uncaught(thread, failure))));
        AtomicBoolean stopping = new AtomicBoolean();
        ProcessContext surroundings = surroundings(stopping::get);
        CompletableFuture<Integer> status = new CompletableFuture<>();
        Thread worker = Thread.currentThread();
        Thread stop = new Thread(() -> {
            stopping.set(true);
            stop(worker, status);
        });
        Runtime.getRuntime().addShutdownHook(stop);
        status.complete(run(surroundings, args));
        surroundings.out().flush();
        System.exit(status.join());
    }

    /// Runs one command line.
    ///
    /// @return the exit status; see [ExitCode]
    public static int run(ProcessContext surroundings, String... args) {
        if (args.length == 1 && VERSION_WORDS.contains(args[0])) {
            // Asked so often, and by scripts, that it shall not wait for the command tree.
            surroundings.out().println("aiplat " + Version.number());
            return ExitCode.OK.status();
        }
        CommandTree tree = new CommandTree(surroundings);
        if (args.length > 0 && args[0].equals(CommandTree.COMPLETE)) {
            tree.complete(List.of(args).subList(1, args.length));
            return ExitCode.OK.status();
        }
        return tree.run(args);
    }

    /// Ends this process without a hook or a handler of its own: whatever they need may be what it has lost.
    private static void die(Throwable failure) {
        try {
            System.err.println("aiplat ends: " + failure);
            System.err.flush();
        } finally {
            Runtime.getRuntime().halt(FATAL);
        }
    }

    private static String uncaught(Thread thread, Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        return "uncaught in the thread " + thread.getName() + ": " + trace;
    }

    /// On Ctrl-C and SIGTERM the command is interrupted and may clean up; what it then returns is the status.
    private static void stop(Thread worker, CompletableFuture<Integer> status) {
        if (status.isDone()) {
            return;
        }
        worker.interrupt();
        int end;
        try {
            end = status.get(ShutdownWait.patience().toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            // It does not stop. The next run finds what is there and goes on.
            end = ExitCode.INTERRUPTED.status();
        }
        // exit() would wait for this hook.
        Runtime.getRuntime().halt(end);
    }

    @SuppressWarnings("SystemConsoleNull") // It still is null where a console provider says so.
    private static ProcessContext surroundings(BooleanSupplier stopping) {
        Console console = System.console();
        return new ProcessContext(
                System.getenv(),
                Map.of(
                        "os.name", System.getProperty("os.name"),
                        "user.home", System.getProperty("user.home")),
                Path.of("").toAbsolutePath(),
                System.in,
                utf8(FileDescriptor.out),
                utf8(FileDescriptor.err),
                console != null && console.isTerminal(),
                stopping);
    }

    /// Models answer in every script, and JSON is UTF-8, whatever the locale says.
    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(
                new BufferedOutputStream(new FileOutputStream(descriptor)), true, StandardCharsets.UTF_8);
    }
}
