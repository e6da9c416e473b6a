package io.aiplat.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.aiplat.model.Digests;
import io.aiplat.supply.BundledModel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A model goes in an archive from an Ollama to a machine that has nothing but the JAR.
class ModelExchangeIT {
    private static final String DIGEST = "sha256:" + BundledModel.ALL.getFirst().sha256();

    @TempDir
    Path stick;

    @Test
    void fromAnOllamaToTheEmbeddedEngine() throws Exception {
        Path archive = stick.resolve("smoke.tar");
        try (Aiplat office = Aiplat.withoutEngine().withOllama()) {
            office.run("up").ok();
            office.run("models", "approve", "smoke", "--note", "asked legal").ok();
            office.run("models", "note", "smoke", "knows no Danish").ok();
            JsonNode exported = last(office.run("-o", "json", "models", "export", "smoke", archive.toString()));
            assertEquals(Digests.sha256(archive), exported.path("sha256").asText());
            office.run("models", "export", "smoke", archive.toString()).failsWith(5, "MODELS_EXPORT_EXISTS");

            // Once more is the same, byte by byte.
            Path again = stick.resolve("again.tar");
            office.run("models", "export", "smoke", again.toString()).ok();
            assertEquals(-1, Files.mismatch(archive, again));
        }
        try (Aiplat island = Aiplat.withoutEngine().with("AIPLAT_MODELS_ENGINE", "embedded")) {
            island.run("up").ok();
            island.run("models", "import", archive.toString(), "--name", "carried")
                    .ok();
            assertEquals("pong", island.answer("carried", "ping"));
            JsonNode shown = island.json("models", "show", "carried");
            assertEquals(DIGEST, shown.at("/versions/0/digest").asText());
            assertEquals("knows no Danish", shown.path("notes").asText());
            assertEquals("candidate", shown.at("/stage/stage").asText(), "this machine decides anew");

            // A byte that was changed on the way.
            byte[] bytes = Files.readAllBytes(archive);
            bytes[bytes.length / 2] ^= 1;
            Path bad = Files.write(stick.resolve("bad.tar"), bytes);
            island.run("models", "import", bad.toString(), "--name", "bad").failsWith(5, "MODELS_ARCHIVE_BROKEN");
            assertFalse(island.run("models", "list").ok().out().contains("bad"));
            island.run("models", "import", stick.resolve("none.tar").toString()).failsWith(2, "MODELS_NO_MODEL_FILE");
        }
    }

    private static JsonNode last(Result result) throws Exception {
        String[] lines = result.ok().out().strip().split("\n");
        assertTrue(lines.length > 1, result::toString);
        return new ObjectMapper().readTree(lines[lines.length - 1]);
    }
}
