package io.aiplat.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.registry.BenchmarkResult;
import io.aiplat.model.registry.ModelRecord;
import io.aiplat.model.registry.ModelStage;
import io.aiplat.model.registry.ModelVersion;
import io.aiplat.model.registry.StageDecision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ModelRegistryFileTest {
    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
    private static final ModelVersion VERSION = new ModelVersion(
            "sha256:" + "a".repeat(64), "https://example.com/tiny.gguf", "MIT", "Q8_0", 1_500_000, 2048, 3 << 20, NOW);

    @TempDir
    Path folder;

    private Home home;

    @BeforeEach
    void open() {
        home = new Home(folder.resolve("home")).open();
    }

    private Path file() {
        return home.root().resolve("model-registry.json");
    }

    @Test
    void anOldHomeHasNoFileAndNoRecords() {
        ModelRegistryFile registry = new ModelRegistryFile(home);
        assertEquals(List.of(), registry.all());
        assertEquals(Optional.empty(), registry.find("tiny"));
        registry.forget("tiny");
        assertEquals(0, registry.written());
        assertFalse(Files.exists(file()));
    }

    @Test
    void keepsAllThatIsKnownOfAModel() throws IOException {
        ModelRegistryFile registry = new ModelRegistryFile(home);
        registry.record("tiny", VERSION);
        registry.note("tiny", "knows no Danish");
        registry.stage("tiny", new StageDecision(ModelStage.APPROVED, NOW, "owner", null));
        ModelRecord kept = registry.benchmark(
                "tiny", new BenchmarkResult(NOW, "embedded", 128, 64, 4, 2048, 900.5, 120.25, 31, 80.5));
        registry.note("another", "x");

        ModelRegistryFile later = new ModelRegistryFile(home);
        assertEquals(Optional.of(kept), later.find("tiny"));
        assertEquals(
                List.of("another", "tiny"),
                later.all().stream().map(ModelRecord::name).toList());
        assertEquals(1, later.written());
        later.forget("tiny");
        assertEquals(1, registry.all().size());
        assertEquals("""
                {
                  "format" : 1,
                  "models" : [ {
                    "name" : "another",
                    "versions" : [ ],
                    "notes" : "x",
                    "stage" : {
                      "stage" : "CANDIDATE",
                      "at" : null,
                      "by" : null,
                      "note" : null
                    },
                    "benchmarks" : [ ]
                  } ]
                }
                """, Files.readString(file()));
    }

    /// As an appliance and an `up` do, which know nothing of each other.
    @Test
    void losesNothingWhereSeveralWrite() {
        try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                String name = "model" + i;
                writers.submit(() -> new ModelRegistryFile(home).record(name, VERSION));
            }
        }
        assertEquals(20, new ModelRegistryFile(home).all().size());
    }

    @Test
    void refusesWhatItDidNotWrite() throws IOException {
        assertEquals("STORE_REGISTRY_BROKEN", refused("{}"));
        assertEquals("STORE_STATE_NEWER", refused("{\"format\": 2, \"models\": []}"));
        ModelRegistryFile registry = new ModelRegistryFile(home);
        assertThrows(ApplianceException.class, () -> registry.note("tiny", "x"));
        assertEquals("{\"format\": 2, \"models\": []}", Files.readString(file()), "nothing is written over it");
    }

    private String refused(String text) throws IOException {
        Files.writeString(file(), text);
        ModelRegistryFile registry = new ModelRegistryFile(home);
        return assertThrows(ApplianceException.class, registry::all)
                .problem()
                .code()
                .id();
    }
}
