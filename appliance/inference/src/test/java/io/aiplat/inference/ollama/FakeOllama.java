package io.aiplat.inference.ollama;

import io.aiplat.supply.ollama.FakeOllamaServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;

/// A [FakeOllamaServer] with an engine over it.
final class FakeOllama extends FakeOllamaServer {
    final OllamaEngine engine;

    FakeOllama(String version) throws IOException {
        this(version, OllamaWatchdog.USUAL);
    }

    /// @param bound of the engine's watchdog
    FakeOllama(String version, Duration bound) throws IOException {
        super(version);
        engine = new OllamaEngine(api(), new Random(1), new ContextPolicy(4096, () -> 64L << 30), bound);
    }

    /// A file of replies.
    static String[] replies(String file) {
        try (InputStream in = FakeOllama.class.getResourceAsStream("/ollama/" + file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toArray(String[]::new);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        engine.close();
        super.close();
    }
}
