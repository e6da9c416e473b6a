package io.aiplat.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.supply.BundledModel;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// Whether a model fits, and how fast it is, as a person finds out.
class FitAndBenchIT {
    /// Of the appliance for what it has, without one for a file.
    @Test
    void aModelIsAddedUpBeforeItIsLoaded() throws Exception {
        try (Aiplat aiplat = Aiplat.withoutEngine().with("AIPLAT_MODELS_ENGINE", "embedded")) {
            Path file = aiplat.home.resolveSibling(aiplat.home.getFileName() + "-smoke.gguf");
            try (InputStream in = BundledModel.ALL.getFirst().open()) {
                Files.copy(in, file);
            }
            try {
                JsonNode fit = aiplat.json("models", "fit", file.toString(), "--context", "4096");
                assertEquals(3_050_496, fit.path("weights_bytes").asLong());
                assertEquals(8 << 20, fit.path("cache_bytes").asLong());
                assertTrue(fit.path("memory_total_bytes").asLong() > 0, fit.toString());
            } finally {
                Files.delete(file);
            }

            aiplat.run("up").ok();
            JsonNode served = aiplat.json("models", "fit", "smoke");
            assertEquals(2048, served.path("context").asInt());
            assertEquals(4 << 20, served.path("cache_bytes").asLong());
            aiplat.run("models", "fit", "smoke", "--cache-type", "q8_0").ok().tells("KV cache");
            aiplat.run("models", "fit", "smoke", "--cache-type", "q9").failsWith(2, "GATEWAY_ADMIN_INVALID_VALUE");
        }
    }

    /// Through the gateway, with the model that is really there; what was measured is kept with it.
    @Test
    void aModelIsMeasured() throws Exception {
        try (Aiplat aiplat = Aiplat.withoutEngine().with("AIPLAT_MODELS_ENGINE", "embedded")) {
            aiplat.run("up").ok();
            JsonNode levels = aiplat.json(
                    "models",
                    "bench",
                    "smoke",
                    "--context",
                    "64",
                    "--concurrency",
                    "1,2",
                    "--requests",
                    "4",
                    "--output-tokens",
                    "8");
            assertEquals(2, levels.size());
            for (JsonNode level : levels) {
                assertEquals(4, level.path("requests").asInt(), level.toString());
                assertTrue(level.path("errors").isEmpty(), level.toString());
                assertEquals(64, level.path("prompt_tokens").asDouble(), 32, "each word is some tokens");
                assertTrue(level.path("output_tokens").asDouble() >= 1, level.toString());
                assertTrue(level.path("prompt_rate").asDouble() > 0, level.toString());
                assertTrue(
                        level.path("first_token_ms_p50").asDouble()
                                <= level.path("first_token_ms_p95").asDouble(),
                        level.toString());
            }
            JsonNode kept = aiplat.json("models", "show", "smoke").path("benchmarks");
            assertEquals(2, kept.size());
            assertEquals("embedded", kept.path(0).path("engine").asText());

            // What is too long is counted among what failed, and the rest is measured.
            JsonNode mixed = aiplat.json(
                    "models",
                    "bench",
                    "smoke",
                    "--context",
                    "64,4000",
                    "--concurrency",
                    "1",
                    "--requests",
                    "2",
                    "--output-tokens",
                    "4");
            assertEquals(2, mixed.path(0).path("requests").asInt());
            assertEquals(0, mixed.path(1).path("requests").asInt());
            assertEquals(1, mixed.path(1).path("errors").size());
            aiplat.run("models", "bench", "nothing").failsWith(5, "CLIENT_NOTHING_ANSWERED");
        }
    }
}
