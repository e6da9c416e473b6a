package io.aiplat.launcher.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Programs of this machine that the stories need: docker, ollama, kill.
final class Program {
    private Program() {}

    /// Runs one to its end, with the environment of the tests.
    static Result run(String... command) {
        try {
            Path output = Files.createTempDirectory("aiplat-e2e-program");
            try {
                return Running.start(List.of(command), System.getenv(), output, output)
                        .result();
            } finally {
                Folders.delete(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Whether it is there and ends well.
    static boolean succeeds(String... command) {
        try {
            return run(command).exit() == 0;
        } catch (UncheckedIOException notThere) {
            return false;
        }
    }
}
