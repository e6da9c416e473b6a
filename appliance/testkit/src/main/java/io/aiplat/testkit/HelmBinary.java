package io.aiplat.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The `helm` that our charts are tried with, built by `testbed/helm`.
public final class HelmBinary {
    private HelmBinary() {}

    /// Its path. Where there is none the test is skipped, or fails where everything has to be there: see [Need].
    public static Path needed() {
        String home = Optional.ofNullable(System.getenv("AIPLAT_TESTBED_HOME"))
                .orElse(Path.of(System.getProperty("user.home"), ".cache", "aiplat-testbed")
                        .toString());
        Path built = Path.of(home, "bin", "helm");
        Need.that(Files.isExecutable(built), "helm, built by testbed/helm");
        return built;
    }

    /// What it said.
    ///
    /// @param status 0 where it went well
    public record Answer(int status, String out, String error) {
        /// Fails the test unless it went well.
        ///
        /// @return what it printed
        public String ok() {
            if (status != 0) {
                throw new AssertionError("helm ended with " + status + "\n" + out + error);
            }
            return out;
        }
    }

    /// Runs it.
    public static Answer run(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(needed().toString()));
        command.addAll(arguments);
        Path error = Files.createTempFile("helm", ".err");
        try {
            Process process =
                    new ProcessBuilder(command).redirectError(error.toFile()).start();
            process.getOutputStream().close();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Answer(process.waitFor(), out, Files.readString(error));
        } finally {
            Files.delete(error);
        }
    }
}
