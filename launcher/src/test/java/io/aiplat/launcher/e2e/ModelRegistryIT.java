package io.aiplat.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.supply.BundledModel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// What people know and decide of models, from the commands, while the appliance serves.
class ModelRegistryIT {
    private static final String DIGEST = "sha256:" + BundledModel.ALL.getFirst().sha256();

    @Test
    void aModelIsShownRunApprovedAndStopped() throws Exception {
        try (Aiplat aiplat = Aiplat.withoutEngine().with("AIPLAT_MODELS_ENGINE", "embedded")) {
            aiplat.run("up").ok();

            // Of a model that nobody has decided about, its files say what it is.
            JsonNode found = aiplat.json("models", "show", "smoke");
            assertEquals("F16", found.at("/files/quantisation").asText());
            assertEquals(1_524_096, found.at("/files/parameters").asLong());
            assertEquals(4096, found.at("/files/context").asInt());
            assertEquals(2048, found.path("context").asInt());
            assertEquals("candidate", found.at("/stage/stage").asText());
            aiplat.run("models", "show", "--template", "smoke").ok().tells("for m in messages");

            // It is brought into memory and talked to, and leaves when it is told to.
            assertEquals(
                    "pong\n", aiplat.run("models", "run", "smoke", "ping").ok().out());
            JsonNode resident = aiplat.json("models", "ps").path(0);
            assertEquals("smoke", resident.path("name").asText());
            assertEquals("embedded", resident.path("engine").asText());
            assertTrue(resident.path("memory").asLong() > 1 << 20, resident.toString());
            aiplat.run("models", "stop", "smoke").ok();
            // What keeps the default model in memory looks every five seconds.
            Thread.sleep(6_000);
            assertEquals(0, aiplat.json("models", "ps").size());

            // Somebody approves its bytes, and writes down why.
            aiplat.run("models", "approve", "smoke", "--note", "answers ping")
                    .ok()
                    .tells(DIGEST);
            aiplat.run("models", "note", "smoke", "knows", "no", "Danish").ok();
            aiplat.run("models", "retire", "smoke-embed").ok();
            aiplat.run("models", "show", "smoke")
                    .ok()
                    .tells("approved, by owner")
                    .tells("answers ping")
                    .tells("knows no Danish")
                    .tells(DIGEST);

            // All of that is there after a restart, and when the model is removed.
            aiplat.run("restart").ok();
            JsonNode models = aiplat.json("models", "list");
            assertEquals("approved", models.path(0).path("stage").asText());
            aiplat.run("models", "rm", "smoke-embed").ok();
            JsonNode gone = aiplat.json("models", "show", "smoke-embed");
            assertFalse(gone.path("here").asBoolean());
            assertEquals("retired", gone.at("/stage/stage").asText());

            // What was removed is fetched again only if that is asked for: this one comes out of the JAR.
            aiplat.run("models", "run", "smoke-embed", "hello")
                    .failsWith(5, "CONSOLE_NO_MODEL")
                    .tells("aiplat models run --pull smoke-embed");
            aiplat.run("models", "rm", "smoke").ok();
            assertEquals(
                    "pong",
                    last(aiplat.run("models", "run", "--pull", "smoke", "ping")
                            .ok()
                            .out()));
            assertEquals(
                    "approved",
                    aiplat.json("models", "show", "smoke").at("/stage/stage").asText(),
                    "the same bytes");
        }
    }

    private static String last(String lines) {
        return lines.strip().lines().toList().getLast();
    }

    /// A registry that was damaged stops nobody from asking models.
    @Test
    void aBrokenRegistryIsSaidAndModelsAnswer() throws Exception {
        try (Aiplat aiplat = Aiplat.withoutEngine().with("AIPLAT_MODELS_ENGINE", "embedded")) {
            aiplat.run("up").ok();
            Path file = aiplat.home.resolve("model-registry.json");
            Files.writeString(file, "{");
            aiplat.run("models", "approve", "smoke").failsWith(4, "STORE_REGISTRY_BROKEN");
            assertEquals("{", Files.readString(file));
            assertEquals("pong", aiplat.answer("smoke", "ping"));
        }
    }
}
