package io.aiplat.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The `kustomize` that the one in the JAR is held against: built by `testbed/kustomize`, in the version that our
/// tables were made of.
public final class KustomizeBinary {
    private KustomizeBinary() {}

    /// Its path. Where there is none the test is skipped, or fails where everything has to be there: see [Need].
    public static Path needed() {
        String home = Optional.ofNullable(System.getenv("AIPLAT_TESTBED_HOME"))
                .orElse(Path.of(System.getProperty("user.home"), ".cache", "aiplat-testbed")
                        .toString());
        Path built = Path.of(home, "bin", "kustomize");
        Need.that(Files.isExecutable(built), "kustomize, built by testbed/kustomize");
        return built;
    }

    /// What it said.
    ///
    /// @param status 0 where it went well
    public record Answer(int status, String out, String error) {}

    /// Runs `kustomize build` on a folder.
    public static Answer build(Path folder) throws IOException, InterruptedException {
        Path error = Files.createTempFile("kustomize", ".err");
        try {
            Process process = new ProcessBuilder(needed().toString(), "build", folder.toString())
                    .redirectError(error.toFile())
                    .start();
            process.getOutputStream().close();
            String out = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            return new Answer(process.waitFor(), out, Files.readString(error));
        } finally {
            Files.delete(error);
        }
    }
}
