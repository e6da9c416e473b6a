package io.aiplat.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Digests;
import io.aiplat.model.Progress;
import io.aiplat.store.LockFile;
import io.aiplat.supply.BundledModel;
import io.aiplat.supply.archive.ArchiveReader;
import io.aiplat.supply.archive.TrustedKeys;
import io.aiplat.testkit.Eventually;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A bundle archive from its making to its parts: images of a registry and of the container engine, a model of the
/// home,
/// and nothing that was not signed.
class BundleArchiveIT {
    private static final String REGISTRY = "127.0.0.1:5000/bundle-archive-it/";
    private static final int FLIPS = 50;

    @TempDir
    Path folder;

    @Test
    void anArchiveIsTheSameEveryTimeAndRefusedWhereverItIsChanged() throws Exception {
        push("ollama:0.11.4");
        push("busybox:1");
        Path config = Files.writeString(folder.resolve("registry.yaml"), """
                images:
                  rancher/k3s: %1$sbusybox:1
                  ollama/ollama: %1$sollama:0.11.4
                """.formatted(REGISTRY));
        Path archive = folder.resolve("site.aipb");
        Path again = folder.resolve("again.aipb");
        try (Aiplat aiplat = Aiplat.withoutEngine()) {
            String[] create = {"bundle", "create", "--config", config.toString(), "-o", archive.toString()};
            // Two at once would go on with each other's unfinished files.
            try (LockFile another = LockFile.takePassing(folder.resolve("site.aipb.lock"), new byte[0])) {
                assertNotNull(another);
                aiplat.run(create).failsWith(2, "BUNDLE_BEING_WRITTEN");
            }

            // Killed while it writes, it goes on where it was; who makes it twice gets the same bytes.
            Running killed = aiplat.start(create);
            Path part = folder.resolve("site.aipb.part");
            Eventually.holds(
                    "some of it is written",
                    Duration.ofMinutes(1),
                    () -> Files.exists(part) && Files.size(part) > 1 << 20);
            killed.kill();
            assertFalse(Files.exists(archive));
            aiplat.run(create).ok().tells("--trust SHA256:");
            create[create.length - 1] = again.toString();
            aiplat.run(create).ok();
            assertEquals(Digests.sha256(archive), Digests.sha256(again));
            assertFalse(Files.exists(folder.resolve("site.aipb.lock")));
            assertEquals(
                    3 + 2,
                    aiplat.json("bundle", "verify", archive.toString())
                            .path("parts")
                            .asInt());

            // Fifty flipped bits are fifty refusals, the last of them by the command.
            flips(archive);
            flip(again, Files.size(again) / 2);
            aiplat.run("bundle", "verify", again.toString())
                    .failsWith(5, "BUNDLE_PART_DAMAGED")
                    .tells("image docker.io/ollama/ollama:");

            // Another home does not know who signed it, until it is told.
            try (Aiplat other = Aiplat.withoutEngine()) {
                other.run("bundle", "verify", archive.toString()).failsWith(5, "BUNDLE_SIGNER_UNKNOWN");
                JsonNode seen = other.json("bundle", "inspect", archive.toString());
                assertFalse(seen.path("trusted").asBoolean());
                String signer = seen.path("signer").asText();
                other.run("bundle", "verify", archive.toString(), "--trust", signer)
                        .ok();
            }
            models(aiplat, archive);
        }
    }

    private void models(Aiplat aiplat, Path archive) throws Exception {
        BundledModel smoke = BundledModel.ALL.getFirst();
        Path model = Files.createDirectories(aiplat.home.resolve("models").resolve("tiny"));
        try (InputStream in = smoke.open()) {
            Files.copy(in, model.resolve("model.gguf"));
        }
        Files.writeString(model.resolve("Modelfile"), smoke.modelfile());
        String small = folder.resolve("models.aipb").toString();
        aiplat.run("bundle", "keygen", "-o", folder.resolve("key.pem").toString())
                .ok();
        aiplat.run(
                        "bundle",
                        "create",
                        "-o",
                        small,
                        "--with",
                        "none",
                        "--models",
                        "tiny",
                        "--release",
                        "2026.12",
                        "--key",
                        folder.resolve("key.pem").toString())
                .ok();
        String trust = folder.resolve("key.pub.pem").toString();

        // Two become one, in volumes; a bad one is named.
        Path both = folder.resolve("both.aipb");
        aiplat.run(
                        "bundle",
                        "merge",
                        archive.toString(),
                        small,
                        "-o",
                        both.toString(),
                        "--split",
                        "40MiB",
                        "--trust",
                        trust)
                .ok();
        aiplat.run("bundle", "verify", both + ".001").ok();
        JsonNode changes = aiplat.json("bundle", "diff", archive.toString(), both.toString());
        assertEquals("2026.12", changes.path("to_version").asText());
        assertTrue(changes.toString().contains("{\"change\":\"added\",\"kind\":\"model\",\"name\":\"tiny\""));
        aiplat.run(
                        "bundle",
                        "extract",
                        both.toString(),
                        "model tiny",
                        "-o",
                        folder.resolve("tiny").toString())
                .ok();
        assertEquals(smoke.sha256(), Digests.sha256(folder.resolve("tiny").resolve("model.gguf")));
        listsWhatIsInAiplat(aiplat, both);
        aiplat.run(
                        "bundle",
                        "extract",
                        both.toString(),
                        "docker.io/ollama/ollama:0.35.1",
                        "-o",
                        folder.resolve("ollama.tar").toString())
                .ok();
        TestEngine.docker("load", "-i", folder.resolve("ollama.tar").toString());
        TestEngine.docker("rmi", "ollama/ollama:0.35.1");
        flip(folder.resolve("both.aipb.002"), 4_000_000);
        aiplat.run("bundle", "verify", both.toString())
                .failsWith(5, "BUNDLE_VOLUME_DAMAGED")
                .tells("both.aipb.002 is damaged");
    }

    /// In the version that was built in.
    private void listsWhatIsInAiplat(Aiplat aiplat, Path archive) throws IOException {
        Path materials = folder.resolve("sbom.json");
        aiplat.run("bundle", "extract", archive.toString(), "sbom", "-o", materials.toString())
                .ok();
        assertTrue(Files.readString(materials).contains("\"purl\":\"pkg:maven/info.picocli/picocli@"));
    }

    @Test
    void imagesComeFromTheContainerEngineToo() throws Exception {
        Path config = Files.writeString(folder.resolve("engine.yaml"), """
                images:
                  rancher/k3s: aiplat-testbed/busybox:1
                  ollama/ollama: aiplat-testbed/busybox:1
                """);
        Path archive = folder.resolve("site.aipb");
        try (TestEngine engine = TestEngine.open("archive");
                Aiplat aiplat = Aiplat.withEngine(engine)) {
            aiplat.run("bundle", "create", "--config", config.toString(), "--from-engine", "-o", archive.toString())
                    .ok();
            JsonNode parts =
                    aiplat.json("bundle", "inspect", archive.toString()).path("parts");
            assertEquals("node-image", parts.path(3).path("kind").asText());
            assertTrue(parts.path(3).at("/notes/source").asText().startsWith("container engine: aiplat-testbed"));
            assertFalse(Files.exists(folder.resolve("site.aipb.images")));
        }
    }

    /// Puts an image of the testbed into its registry.
    private static void push(String image) {
        TestEngine.open("archive").close();
        TestEngine.docker("tag", "aiplat-testbed/" + image, REGISTRY + image);
        TestEngine.docker("push", "-q", REGISTRY + image);
        TestEngine.docker("rmi", REGISTRY + image);
    }

    /// In this process, for fifty starts of a JVM would tell no more.
    private void flips(Path archive) throws IOException {
        Path copy = folder.resolve("flipped.aipb");
        long seed = Long.getLong("aiplat.seed", System.nanoTime());
        Random random = new Random(seed);
        Files.copy(archive, copy);
        for (int i = 0; i < FLIPS; i++) {
            long at = Math.floorMod(random.nextLong(), Files.size(copy));
            flip(copy, at);
            assertThrows(ApplianceException.class, () -> verify(copy), () -> "-Daiplat.seed=" + seed + ", byte " + at);
            flip(copy, at);
        }
        verify(copy);
        Files.move(copy, archive, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void verify(Path archive) {
        try (ArchiveReader reader = ArchiveReader.open(archive, TrustedKeys.anybody())) {
            reader.verify(Progress.NONE);
        }
    }

    private static void flip(Path file, long at) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(at);
            int was = bytes.read();
            bytes.seek(at);
            bytes.write(was ^ 1);
        }
    }
}
