package io.aiplat.launcher.e2e;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A program that was started, with its output in two files.
final class Running {
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final String said;
    private final Process process;
    private final Path out;
    private final Path err;

    private Running(String said, Process process, Path out, Path err) {
        this.said = said;
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /// Starts a program.
    ///
    /// @param environment all of it
    /// @param folder      to work in
    /// @param output      folder for what it says
    static Running start(List<String> command, Map<String, String> environment, Path folder, Path output) {
        return start(command, environment, folder, output, Path.of("/dev/null"));
    }

    /// Starts a program that reads a file from its standard input.
    static Running start(List<String> command, Map<String, String> environment, Path folder, Path output, Path input) {
        try {
            Path out = Files.createTempFile(output, "out", ".txt");
            Path err = Files.createTempFile(output, "err", ".txt");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectInput(input.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().clear();
            builder.environment().putAll(environment);
            return new Running(String.join(" ", command), builder.start(), out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Waits for its end.
    Result result() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                kill();
                fail("did not end: " + result());
            }
            return new Result(said, process.exitValue(), text(out), text(err));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Waits until it has said this.
    Running awaits(String text) throws InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        while (!(text(out) + text(err)).contains(text)) {
            if (!process.isAlive() || Instant.now().isAfter(end)) {
                fail("\"" + text + "\" expected of " + result());
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return this;
    }

    /// Ends it as `kill -9` does: it cannot clean up.
    void kill() {
        process.destroyForcibly();
    }

    /// Its process id.
    long pid() {
        return process.pid();
    }

    /// Makes it stand still where it is.
    Running stop() {
        return signal("STOP");
    }

    /// Lets it go on.
    Running resume() {
        return signal("CONT");
    }

    /// Whether it has not ended yet.
    boolean runs() {
        return process.isAlive();
    }

    /// What Ctrl-C does.
    Running interrupt() {
        return signal("INT");
    }

    /// What a service is sent that shall end.
    Running terminate() {
        return signal("TERM");
    }

    /// What a terminal sends that closes.
    Running hangUp() {
        return signal("HUP");
    }

    private Running signal(String name) {
        Program.run("kill", "-" + name, Long.toString(process.pid())).ok();
        return this;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
