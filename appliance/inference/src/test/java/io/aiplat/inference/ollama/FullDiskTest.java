package io.aiplat.inference.ollama;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.inference.ModelDisk;
import io.aiplat.inference.OutageCause;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Problem;
import io.aiplat.model.Progress;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// A pull onto a disk that has no room for it.
class FullDiskTest {
    private static final String MANIFEST = "{\"status\":\"pulling manifest\"}";
    private static final String BEGUN =
            "{\"status\":\"pulling a\",\"digest\":\"sha256:a\",\"total\":900000000,\"completed\":100000000}";

    private final AtomicInteger removals = new AtomicInteger();

    private ModelDisk disk(long free) {
        return new ModelDisk() {
            @Override
            public OptionalLong freeBytes() {
                return free < 0 ? OptionalLong.empty() : OptionalLong.of(free);
            }

            @Override
            public void removeUnfinished() {
                removals.incrementAndGet();
            }
        };
    }

    private String pull(FakeOllama ollama, long free) {
        URI base = URI.create("http://127.0.0.1:" + ollama.server.getAddress().getPort());
        ContextPolicy policy = new ContextPolicy(4096, () -> 64L << 30);
        try (OllamaEngine engine = new OllamaEngine(
                base, Duration.ofSeconds(10), Set.of(), new Random(1), policy, disk(free), OutageCause.UNKNOWN)) {
            return engine.pull("qwen:1", Progress.NONE);
        }
    }

    private Problem refusal(FakeOllama ollama, long free) {
        return assertThrows(ApplianceException.class, () -> pull(ollama, free)).problem();
    }

    @Test
    void whatDoesNotFitIsRefusedBeforeTheDiskIsFull() throws IOException {
        try (FakeOllama ollama = new FakeOllama("0.11.4")) {
            ollama.answers("/api/pull", 200, MANIFEST, BEGUN, "{\"status\":\"success\"}");
            Problem problem = refusal(ollama, 1_000_000_000);
            assertEquals("MODELS_DISK_SHORT", problem.code().id());
            assertTrue(problem.why().contains("It takes 762 MiB"), problem.why());
            assertTrue(problem.why().contains("953 MiB are free"), problem.why());
            assertEquals(0, removals.get(), "what an earlier pull left may still be gone on with");
        }
    }

    @Test
    void whatFitsIsPulledAndSoIsWhatNobodyCanTell() throws IOException {
        try (FakeOllama ollama = new FakeOllama("0.11.4")) {
            ollama.answers("/api/pull", 200, MANIFEST, BEGUN, "{\"status\":\"success\"}");
            assertEquals("qwen:1", pull(ollama, 1_100_000_000));
            assertEquals("qwen:1", pull(ollama, -1));
        }
    }

    @Test
    void whatFilledTheDiskIsRemovedAgain() throws IOException {
        try (FakeOllama ollama = new FakeOllama("0.11.4")) {
            ollama.answers(
                    "/api/pull",
                    200,
                    MANIFEST,
                    BEGUN,
                    "{\"error\":\"write /var/lib/ollama/models/blobs/sha256-a-partial: no space left on device\"}");
            Problem problem = refusal(ollama, -1);
            assertEquals("MODELS_DISK_FULL", problem.code().id());
            assertEquals(1, removals.get());
        }
    }
}
