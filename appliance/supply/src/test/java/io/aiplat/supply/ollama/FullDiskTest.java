package io.aiplat.supply.ollama;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.Problem;
import io.aiplat.model.Progress;
import io.aiplat.supply.ModelDisk;
import java.io.IOException;
import java.util.OptionalLong;
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

    private String pull(FakeOllamaServer ollama, long free) {
        try (OllamaApi api = ollama.api()) {
            return new OllamaModelStore(api, Set.of(), disk(free), () -> {}).pull("qwen:1", Progress.NONE);
        }
    }

    private Problem refusal(FakeOllamaServer ollama, long free) {
        return assertThrows(ApplianceException.class, () -> pull(ollama, free)).problem();
    }

    @Test
    void whatDoesNotFitIsRefusedBeforeTheDiskIsFull() throws IOException {
        try (FakeOllamaServer ollama = new FakeOllamaServer("0.11.4")) {
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
        try (FakeOllamaServer ollama = new FakeOllamaServer("0.11.4")) {
            ollama.answers("/api/pull", 200, MANIFEST, BEGUN, "{\"status\":\"success\"}");
            assertEquals("qwen:1", pull(ollama, 1_100_000_000));
            assertEquals("qwen:1", pull(ollama, -1));
        }
    }

    @Test
    void whatFilledTheDiskIsRemovedAgain() throws IOException {
        try (FakeOllamaServer ollama = new FakeOllamaServer("0.11.4")) {
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
