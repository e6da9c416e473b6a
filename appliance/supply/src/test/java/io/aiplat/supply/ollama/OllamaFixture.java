package io.aiplat.supply.ollama;

import io.aiplat.model.ApplianceException;
import io.aiplat.testkit.Need;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A real Ollama for the length of a test class, with its models in a folder of the test.
public record OllamaFixture(Process process, URI base) implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(30);

    /// Starts it and waits until it answers; the test is skipped where there is no such program.
    public static OllamaFixture start(Path home) throws IOException, InterruptedException {
        Optional<Path> binary = binary();
        Need.that(binary.isPresent(), "an ollama program on the PATH or in the testbed");
        String host = "127.0.0.1:" + freePort();
        Path log = home.resolve("ollama.log");
        ProcessBuilder builder = new ProcessBuilder(binary.orElseThrow().toString(), "serve")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("HOME", home.toString());
        builder.environment().put("OLLAMA_HOST", host);
        builder.environment().put("OLLAMA_MODELS", home.resolve("models").toString());
        builder.environment().put("OLLAMA_NO_CLOUD", "1");
        OllamaFixture started = new OllamaFixture(builder.start(), URI.create("http://" + host));
        if (!started.answers()) {
            started.close();
            throw new AssertionError("no answer from " + host + ":\n" + Files.readString(log));
        }
        return started;
    }

    /// A client of it.
    public OllamaApi api(Duration patience) {
        return new OllamaApi(base, patience);
    }

    private boolean answers() throws InterruptedException {
        long end = System.nanoTime() + START.toNanos();
        try (OllamaApi api = api(Duration.ofSeconds(2))) {
            while (process.isAlive() && System.nanoTime() < end) {
                if (hasVersion(api)) {
                    return true;
                }
                Thread.sleep(100);
            }
            return false;
        }
    }

    private static boolean hasVersion(OllamaApi api) {
        try {
            api.version();
            return true;
        } catch (ApplianceException | OllamaRefusal _) {
            // It has not started yet.
            return false;
        }
    }

    private static Optional<Path> binary() {
        Stream<String> path = Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator));
        Stream<String> testbed = Stream.of(System.getenv()
                        .getOrDefault("AIPLAT_TESTBED_HOME", System.getProperty("user.home") + "/.cache/aiplat-testbed")
                + "/bin");
        return Stream.concat(path, testbed)
                .map(folder -> Path.of(folder, "ollama"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /// Ends it with the models it has in memory.
    @Override
    public void close() {
        List<ProcessHandle> runners = process.descendants().toList();
        process.destroyForcibly().onExit().join();
        runners.forEach(ProcessHandle::destroyForcibly);
    }
}
