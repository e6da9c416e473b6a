package io.aiplat.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.aiplat.model.Digests;
import io.aiplat.supply.BundledModel;
import io.aiplat.testkit.SplitGguf;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

    /// A model in two files, which Ollama by itself cannot load.
    @Test
    void fromTheEmbeddedEngineToAnOllama() throws Exception {
        Path archive = stick.resolve("duo.tar");
        Path first = splitInTwo();
        try (Aiplat office = Aiplat.withoutEngine().with("AIPLAT_MODELS_ENGINE", "embedded")) {
            office.run("up").ok();
            office.run("models", "pull", first.toString()).ok();
            office.run("models", "export", "duo", archive.toString()).ok();
        }
        try (Aiplat island = Aiplat.withoutEngine().withOllama()) {
            island.run("up").ok();
            island.run("models", "import", archive.toString()).ok();
            assertEquals("pong", island.answer("duo", "ping"));
            JsonNode versions = island.json("models", "show", "duo").path("versions");
            assertEquals(1, versions.size(), versions::toString);
            assertEquals(first.toString(), versions.at("/0/source").asText(), "where it came from came along");
            island.run("models", "verify", "duo").ok().tells("intact");
            island.run("models", "import", archive.toString(), "--name", "smoke")
                    .failsWith(5, "MODELS_NAME_TAKEN")
                    .tells("aiplat models import " + archive + " --name OTHER-NAME");
        }
    }

    /// The test model as others split theirs, with its Modelfile beside it.
    private Path splitInTwo() throws IOException {
        BundledModel smoke = BundledModel.ALL.getFirst();
        try (InputStream in = smoke.open()) {
            List<byte[]> parts = SplitGguf.inTwo(in.readAllBytes());
            Files.writeString(stick.resolve("duo.Modelfile"), smoke.modelfile());
            Files.write(stick.resolve("duo-00002-of-00002.gguf"), parts.get(1));
            return Files.write(stick.resolve("duo-00001-of-00002.gguf"), parts.get(0));
        }
    }

    private static JsonNode last(Result result) throws Exception {
        String[] lines = result.ok().out().strip().split("\n");
        assertTrue(lines.length > 1, result::toString);
        return new ObjectMapper().readTree(lines[lines.length - 1]);
    }
}
