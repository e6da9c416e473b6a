package io.aiplat.launcher.e2e;

import io.aiplat.testkit.Need;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The testbed's Ollama on a port and with a folder of models of its own.
final class RealOllama implements AutoCloseable {
    private static final Path PACKED = Path.of("..", "appliance", "supply", "src", "main", "resources", "models")
            .toAbsolutePath()
            .normalize();

    private final int port = Aiplat.freePort();
    private final Path scratch = Folders.create();
    private final Map<String, String> environment = new HashMap<>(System.getenv());
    private final Running server;

    private RealOllama() {
        environment.put("OLLAMA_HOST", "127.0.0.1:" + port);
        environment.put("OLLAMA_MODELS", scratch.resolve("models").toString());
        environment.put("HOME", scratch.toString());
        // A stream that is left between two tokens can keep its place for ever (0.11.4, models as tiny as these).
        environment.put("OLLAMA_NUM_PARALLEL", "8");
        server = run(Path.of("/"), "serve");
    }

    /// Starts it; skips the test where it is not built.
    static RealOllama start() throws InterruptedException {
        Need.that(Program.succeeds(program().toString(), "--version"), "the testbed's Ollama: testbed/build");
        RealOllama ollama = new RealOllama();
        ollama.server.awaits("Listening on");
        return ollama;
    }

    /// Where the testbed's Ollama is, if it is built.
    static Path program() {
        Map<String, String> env = System.getenv();
        String cache = env.getOrDefault("XDG_CACHE_HOME", System.getProperty("user.home") + "/.cache");
        return Path.of(env.getOrDefault("AIPLAT_TESTBED_HOME", cache + "/aiplat-testbed"), "bin", "ollama");
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    /// Gives it a model of the JAR, under this name.
    RealOllama create(String name, String packed) {
        run(PACKED.resolve(packed), "create", name).result().ok();
        return this;
    }

    /// Pushes a model to the registry that its name begins with.
    void push(String name) {
        run(scratch, "push", "--insecure", name).result().ok();
    }

    private Running run(Path folder, String... args) {
        List<String> command = new ArrayList<>(List.of(program().toString()));
        command.addAll(List.of(args));
        return Running.start(command, environment, folder, scratch);
    }

    @Override
    public void close() {
        // Killed, it would leave the processes of its models behind.
        server.terminate();
        server.result();
        Folders.delete(scratch);
    }
}
