package io.aiplat.launcher.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.EngineKind;
import io.aiplat.store.Home;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What `up` ends with says where models are computed.
class UpSummaryTest {
    private static final URI PAGE = URI.create("http://127.0.0.1:8585/login");

    @Test
    void saysWhereModelsAreComputed() {
        assertTrue(text(EngineKind.OLLAMA).contains("  computes  on processors\n"));
        assertTrue(text(EngineKind.OLLAMA, "NVIDIA GeForce RTX 4090")
                .contains("  computes  on NVIDIA GeForce RTX 4090\n"));
        assertTrue(text(EngineKind.LLAMACPP, "NVIDIA GeForce RTX 4090").contains("if llama-server was built for it"));
        assertEquals(List.of(), summary(EngineKind.OLLAMA).toJson().get("gpus"));
    }

    private static String text(EngineKind engine, String... gpus) {
        return summary(engine, gpus).toText(PAGE);
    }

    private static UpSummary summary(EngineKind engine, String... gpus) {
        return new UpSummary(
                "http://127.0.0.1:8585",
                new Home(Path.of("/home/a/aiplat")),
                false,
                engine,
                List.of(gpus),
                List.of(),
                List.of(),
                "",
                false);
    }
}
