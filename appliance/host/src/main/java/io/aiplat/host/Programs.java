package io.aiplat.host;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Programs on the search path.
public final class Programs {
    private final Map<String, String> environment;

    /// Looks where the variable `PATH` of an environment says.
    public Programs(Map<String, String> environment) {
        this.environment = environment;
    }

    /// The first program of that name.
    public Optional<Path> find(String name) {
        return Arrays.stream(environment.getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .filter(folder -> !folder.isBlank())
                .flatMap(folder -> file(folder, name).stream())
                .findFirst();
    }

    /// What the program writes to its standard output.
    ///
    /// @return empty if it could not be run, failed, or took longer than the limit
    public Optional<String> output(Path program, List<String> arguments, Duration limit) {
        List<String> command = new ArrayList<>(arguments);
        command.addFirst(program.toString());
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            try {
                String text = InterruptingTimeout.call(
                        limit, () -> new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
                return process.waitFor(limit) && process.exitValue() == 0 ? Optional.of(text) : Optional.empty();
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException _) {
            // What it would have told stays unknown, which every caller can live with.
            return Optional.empty();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static Optional<Path> file(String folder, String name) {
        try {
            Path file = Path.of(folder, name);
            return Files.isRegularFile(file) && Files.isExecutable(file) ? Optional.of(file) : Optional.empty();
        } catch (InvalidPathException _) {
            // A folder that cannot be named holds no programs.
            return Optional.empty();
        }
    }
}
