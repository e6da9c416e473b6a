package io.aiplat.testkit;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/// The `llama-server` that tests start: the one that `AIPLAT_TEST_LLAMA_SERVER` names, else one on the `PATH`, else
/// the one that `testbed/build` has built.
public final class LlamaServerBinary {
    private static final String NAME = "llama-server";

    private LlamaServerBinary() {}

    /// Its path. Where there is none the test is skipped, or fails where everything has to be there: see [Need].
    public static Path needed() {
        Optional<Path> found = candidates().filter(Files::isExecutable).findFirst();
        Need.that(
                found.isPresent(),
                "llama-server, by AIPLAT_TEST_LLAMA_SERVER, on the PATH, or built by testbed/build into "
                        + "~/.cache/aiplat-testbed/bin");
        return found.orElseThrow();
    }

    private static Stream<Path> candidates() {
        String named = System.getenv("AIPLAT_TEST_LLAMA_SERVER");
        if (named != null) {
            return Stream.of(Path.of(named));
        }
        Stream<Path> onPath = Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, NAME));
        Path built = Path.of(System.getProperty("user.home"), ".cache", "aiplat-testbed", "bin", NAME);
        return Stream.concat(onPath, Stream.of(built));
    }
}
