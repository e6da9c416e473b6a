package io.aiplat.host;

import io.aiplat.model.ApplianceException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Processes of this machine: those that outlive this one, and those it waits for.
public final class Processes {
    /// Start times are counted from the boot, whose own time moves a little when the clock is set.
    private static final long CLOCK_SLACK_MILLIS = 2_000;

    private final Programs programs;

    /// Processes of this machine.
    ///
    /// @param environment of this process, handed on to what is started
    public Processes(Map<String, String> environment) {
        this.programs = new Programs(environment);
    }

    /// A process that was started, recognisable later: a process id alone may belong to somebody else by then.
    ///
    /// @param startMillis since the epoch, as the system tells it
    public record Started(long pid, long startMillis) {}

    /// Starts a program in the background: in a session of its own where the system has `setsid`, so that closing
    /// the terminal or Ctrl-C does not reach it, with nothing to read and all its output in a file.
    ///
    /// @param command   program and arguments
    /// @param variables added to the environment
    /// @param folder    to work in; it must exist
    /// @param log       is appended to
    /// @throws ApplianceException `HOST_PROGRAM_NOT_STARTED`
    public Started start(List<String> command, Map<String, String> variables, Path folder, Path log) {
        List<String> full = new ArrayList<>(command);
        // setsid replaces itself by the program unless it leads a process group, which a child of ours never does.
        programs.find("setsid").ifPresent(setsid -> full.addFirst(setsid.toString()));
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            ProcessBuilder builder = new ProcessBuilder(full)
                    .directory(folder.toFile())
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().putAll(variables);
            ProcessHandle process = builder.start().toHandle();
            return new Started(process.pid(), startMillis(process));
        } catch (IOException e) {
            throw new ApplianceException(
                    HostProblems.programNotStarted(command.getFirst(), String.valueOf(e.getMessage())), e);
        }
    }

    /// The program of that name on the search path.
    public Optional<Path> find(String name) {
        return programs.find(name);
    }

    /// Runs a program to its end. It reads what this process would read. An interruption ends it.
    ///
    /// @param command   program and arguments
    /// @param variables added to the environment
    /// @param out       takes its standard output while it is written
    /// @param error     takes its standard error, from another thread
    /// @return its exit code; 130 if it was interrupted, and then this thread still is
    /// @throws ApplianceException `HOST_PROGRAM_NOT_STARTED`
    public int run(List<String> command, Map<String, String> variables, OutputStream out, OutputStream error) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectInput(ProcessBuilder.Redirect.INHERIT);
            builder.environment().putAll(variables);
            Process process = builder.start();
            try {
                Thread outs = pump(process.getInputStream(), out);
                Thread errors = pump(process.getErrorStream(), error);
                int exit = process.waitFor();
                outs.join();
                errors.join();
                return exit;
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return 130;
            } finally {
                process.destroy();
            }
        } catch (IOException e) {
            throw new ApplianceException(
                    HostProblems.programNotStarted(command.getFirst(), String.valueOf(e.getMessage())), e);
        }
    }

    private static Thread pump(InputStream from, OutputStream to) {
        return Thread.ofVirtual().start(() -> {
            byte[] block = new byte[8192];
            try {
                for (int n = from.read(block); n >= 0; n = from.read(block)) {
                    to.write(block, 0, n);
                    to.flush();
                }
            } catch (IOException _) {
                // Whoever reads our output has gone, or the program has; its exit code tells which.
            }
        });
    }

    /// Whether that very process still runs.
    public boolean isAlive(Started started) {
        return handle(started).isPresent();
    }

    /// Ends it: asks first, then kills. Returns when it is gone; nothing happens if it is not there.
    ///
    /// @param patience how long it may take to end by itself
    public void terminate(Started started, Duration patience) {
        handle(started).ifPresent(process -> {
            process.destroy();
            if (!ended(process, patience)) {
                process.destroyForcibly();
                ended(process, patience);
            }
        });
    }

    private static boolean ended(ProcessHandle process, Duration patience) {
        try {
            process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("waiting for a process cannot fail", e);
        }
    }

    private static Optional<ProcessHandle> handle(Started started) {
        return ProcessHandle.of(started.pid())
                .filter(ProcessHandle::isAlive)
                .filter(process -> Math.abs(startMillis(process) - started.startMillis()) < CLOCK_SLACK_MILLIS);
    }

    private static long startMillis(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }
}
