package io.aiplat.supply.exchange;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Digests;
import io.aiplat.model.Progress;
import io.aiplat.model.registry.BenchmarkResult;
import io.aiplat.model.registry.ModelRecord;
import io.aiplat.model.registry.ModelRegistry;
import io.aiplat.model.registry.ModelStage;
import io.aiplat.model.registry.ModelVersion;
import io.aiplat.model.registry.StageDecision;
import io.aiplat.supply.BundledModel;
import io.aiplat.supply.ModelNotFound;
import io.aiplat.supply.ModelParts;
import io.aiplat.supply.folder.FolderModelStore;
import io.aiplat.supply.folder.ModelFolder;
import io.aiplat.supply.folder.ModelRuntime;
import io.aiplat.supply.gguf.GgufHeader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A model goes from one machine to another in an archive.
@Timeout(60)
class ModelExchangeTest {
    private static final BundledModel SMOKE = BundledModel.ALL.getFirst();
    private static final String DIGEST = "sha256:" + SMOKE.sha256();
    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");

    @TempDir
    Path folder;

    private Machine here;
    private Machine there;
    private Path archive;

    /// A store and a registry of their own.
    private final class Machine implements ModelRegistry {
        final Map<String, ModelRecord> records = new TreeMap<>();
        final Path scratch;
        final FolderModelStore store;
        final ModelExchange exchange;

        Machine(String name) throws IOException {
            Path home = Files.createDirectory(folder.resolve(name));
            scratch = Files.createDirectory(home.resolve("tmp"));
            store = new FolderModelStore(new ModelFolder(home.resolve("models")), new ModelRuntime() {
                @Override
                public void requireLoadable(String file, GgufHeader header) {}

                @Override
                public void whileUnused(String model, Runnable work) {
                    work.run();
                }
            });
            exchange = new ModelExchange(store, this, scratch);
        }

        @Override
        public List<ModelRecord> all() {
            return List.copyOf(records.values());
        }

        @Override
        public ModelRecord change(String name, UnaryOperator<ModelRecord> change) {
            records.put(name, change.apply(records.getOrDefault(name, ModelRecord.of(name))));
            return records.get(name);
        }

        @Override
        public void forget(String name) {
            records.remove(name);
        }
    }

    @BeforeEach
    void start() throws IOException {
        here = new Machine("here");
        there = new Machine("there");
        here.store.put(SMOKE, Progress.NONE);
        archive = folder.resolve("smoke.tar");
    }

    private ModelRecord smoke() {
        return ModelRecord.of("smoke")
                .with(new ModelVersion(DIGEST, "hf.co/x/y:F16", "MIT", "F16", 1_524_096, 4096, 3_148_192, NOW))
                .withNotes("knows no Danish")
                .at(new StageDecision(ModelStage.APPROVED, NOW, "anna", "asked legal"))
                .with(new BenchmarkResult(NOW, "embedded", 1, 2, 3, 4, 5.5, 6, 7, 8));
    }

    private String refused(Path file) {
        return assertThrows(ApplianceException.class, () -> there.exchange.importFrom(file, null, false, Progress.NONE))
                .problem()
                .toText();
    }

    @Test
    void whatAModelIsComesAlongAndWhatWasDecidedDoesNot() throws IOException {
        String sum = here.exchange.exportTo(archive, smoke(), false, Progress.NONE);
        assertEquals(Digests.sha256(archive), sum);
        assertEquals("smoke", there.exchange.importFrom(archive, null, false, Progress.NONE));

        assertEquals(DIGEST, there.store.digest("smoke", Progress.NONE));
        assertEquals(
                here.store.details("smoke").defaults(),
                there.store.details("smoke").defaults());
        ModelRecord record = there.find("smoke").orElseThrow();
        assertEquals(smoke().versions(), record.versions());
        assertEquals("knows no Danish", record.notes());
        assertEquals(StageDecision.NONE, record.stage());
        assertEquals(List.of(), record.benchmarks());
        assertTrue(isEmpty(there.scratch));

        assertEquals("again", there.exchange.importFrom(archive, "again", false, Progress.NONE));
        assertEquals(2, there.store.stored().size());
    }

    private static boolean isEmpty(Path of) throws IOException {
        try (Stream<Path> files = Files.list(of)) {
            return files.findAny().isEmpty();
        }
    }

    /// So two of them can be compared by their sums.
    @Test
    void theSameModelGivesTheSameBytes() throws IOException {
        here.exchange.exportTo(archive, smoke(), false, Progress.NONE);
        Path other = folder.resolve("other.tar");
        here.exchange.exportTo(other, smoke(), false, Progress.NONE);
        assertEquals(-1, Files.mismatch(archive, other));
        // What came out of an archive gives the same weights again.
        there.exchange.importFrom(archive, null, false, Progress.NONE);
        there.exchange.exportTo(other, there.find("smoke").orElseThrow(), true, Progress.NONE);
        assertArrayEquals(blob(archive, SMOKE.sha256()), blob(other, SMOKE.sha256()));
    }

    private static byte[] blob(Path tar, String hex) throws IOException {
        return entries(tar).get("blobs/sha256/" + hex);
    }

    private static Map<String, byte[]> entries(Path tar) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (TarFile file = new TarFile(tar)) {
            for (TarArchiveEntry entry : file.getEntries()) {
                entries.put(entry.getName(), file.getInputStream(entry).readAllBytes());
            }
        }
        return entries;
    }

    /// Other tools know the form: what is said about each blob is true.
    @Test
    void theArchiveIsAnImageLayout() throws IOException {
        here.exchange.exportTo(archive, smoke(), false, Progress.NONE);
        Map<String, byte[]> entries = entries(archive);
        assertEquals(
                "{\"imageLayoutVersion\":\"1.0.0\"}", new String(entries.get("oci-layout"), StandardCharsets.UTF_8));
        JsonNode manifest = described(entries, json(entries.get("index.json")).at("/manifests/0"));
        assertEquals(
                "application/vnd.oci.image.manifest.v1+json",
                manifest.path("mediaType").asText());
        JsonNode record = described(entries, manifest.path("config"));
        assertEquals("approved", record.at("/stage/stage").asText(), "for people to read");
        assertEquals(5.5, record.at("/benchmarks/0/prompt_rate").asDouble());
        assertEquals(
                List.of("model.gguf", "model.Modelfile"),
                manifest.path("layers")
                        .valueStream()
                        .map(layer -> layer.at("/annotations/org.opencontainers.image.title")
                                .asText())
                        .toList());
        for (JsonNode layer : manifest.path("layers")) {
            byte[] bytes =
                    entries.get("blobs/sha256/" + layer.path("digest").asText().substring(7));
            assertEquals(layer.path("size").asLong(), bytes.length);
            assertEquals(layer.path("digest").asText(), "sha256:" + Digests.sha256(bytes));
        }
        assertEquals(entries.size(), 2 + 2 + manifest.path("layers").size());
    }

    private static JsonNode json(byte[] text) throws IOException {
        return ModelArchive.JSON.readTree(text);
    }

    private static JsonNode described(Map<String, byte[]> entries, JsonNode description) throws IOException {
        return json(entries.get(
                "blobs/sha256/" + description.path("digest").asText().substring(7)));
    }

    @Test
    void nothingIsOverwrittenUnasked() throws IOException {
        Files.writeString(archive, "mine");
        assertEquals(
                "MODELS_EXPORT_EXISTS",
                assertThrows(
                                ApplianceException.class,
                                () -> here.exchange.exportTo(archive, smoke(), false, Progress.NONE))
                        .problem()
                        .code()
                        .id());
        assertEquals("mine", Files.readString(archive));
        here.exchange.exportTo(archive, smoke(), true, Progress.NONE);
        assertTrue(Files.size(archive) > SMOKE.bytes());
        assertThrows(
                ModelNotFound.class,
                () -> here.exchange.exportTo(folder.resolve("x.tar"), ModelRecord.of("nothing"), false, Progress.NONE));
        ApplianceException e = assertThrows(
                ApplianceException.class,
                () -> here.exchange.exportTo(folder.resolve("no/x.tar"), smoke(), false, Progress.NONE));
        assertEquals("MODELS_NOT_EXPORTED", e.problem().code().id());
    }

    @Test
    void aGgufFileIsTakenInAsItIs() throws IOException {
        Path file = folder.resolve("Tiny One.gguf");
        Files.copy(here.store.parts("smoke").weights().getFirst(), file);
        assertEquals("tiny-one", there.exchange.importFrom(file, null, false, Progress.NONE));
        assertEquals(List.of(), there.all());
    }

    /// Weights in several files, and what turns pictures into tokens, come together.
    @Test
    void allFilesOfAModelComeAlong() throws IOException {
        Path whole = here.store.parts("smoke").weights().getFirst();
        Path second = Files.write(folder.resolve("second"), new byte[] {1, 2, 3});
        ModelParts parts = new ModelParts(List.of(whole, second), whole, "");
        new ModelArchiveWriter(smoke(), parts, Progress.NONE).write(archive);
        Path target = Files.createDirectory(folder.resolve("target"));
        Path weights =
                new ModelArchiveReader(archive, Progress.NONE).unpack(target).weights();
        assertEquals(target.resolve("model-00001-of-00002.gguf"), weights);
        assertEquals(-1, Files.mismatch(whole, weights));
        assertEquals(-1, Files.mismatch(second, target.resolve("model-00002-of-00002.gguf")));
        assertEquals(-1, Files.mismatch(whole, target.resolve("mmproj-model.gguf")));
        assertFalse(Files.exists(target.resolve("model.Modelfile")));
    }

    /// Whatever was changed on the way, nothing of it becomes a model, and nothing is left of it.
    @Test
    void anArchiveThatWasChangedIsRefused() throws IOException {
        here.exchange.exportTo(archive, smoke(), false, Progress.NONE);
        byte[] good = Files.readAllBytes(archive);
        Random random = new Random(7);
        Path bad = folder.resolve("bad.tar");
        for (int i = 0; i < 30; i++) {
            byte[] changed = good.clone();
            // Up to the weights' last byte: behind it there is only the Modelfile and padding, tried below.
            int at = i < 15 ? random.nextInt(8192) : random.nextInt(changed.length - 16384);
            changed[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(bad, changed);
            try {
                assertEquals("smoke", there.exchange.importFrom(bad, null, true, Progress.NONE));
                assertEquals(DIGEST, there.store.digest("smoke", Progress.NONE), "byte " + at + " was padding");
            } catch (ApplianceException e) {
                assertEquals("MODELS_ARCHIVE_BROKEN", e.problem().code().id());
            }
            assertTrue(isEmpty(there.scratch));
        }
        for (int length : new int[] {0, 100, 511, 2000, good.length / 2, good.length - 12_000}) {
            Files.write(bad, Arrays.copyOf(good, length));
            assertThrows(
                    ApplianceException.class,
                    () -> there.exchange.importFrom(bad, null, true, Progress.NONE),
                    "" + length);
            assertTrue(isEmpty(there.scratch));
        }
    }

    @Test
    void anArchiveIsNotTrusted() throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("../../evil", new byte[] {1});
        assertTrue(refused(tar(entries)).contains("no index.json"));
        entries.put("index.json", "{\"manifests\": []}".getBytes(StandardCharsets.UTF_8));
        assertTrue(refused(tar(entries)).contains("0 manifests"));
        entries.put("index.json", "[[[[".getBytes(StandardCharsets.UTF_8));
        assertTrue(refused(tar(entries)).contains("no JSON"));
        byte[] manifest =
                "{\"layers\": [{\"mediaType\": \"application/vnd.docker.ai.gguf.v3\", \"digest\": \"md5:1\"}]}"
                        .getBytes(StandardCharsets.UTF_8);
        String digest = Digests.sha256(manifest);
        entries.put(
                "index.json",
                ("{\"manifests\": [{\"digest\": \"sha256:" + digest + "\"}]}").getBytes(StandardCharsets.UTF_8));
        assertTrue(refused(tar(entries)).contains("There is no blobs/sha256/" + digest));
        entries.put("blobs/sha256/" + digest, manifest);
        assertTrue(refused(tar(entries)).contains("SHA-256"));
        entries.put("blobs/sha256/" + digest, "{}".getBytes(StandardCharsets.UTF_8));
        assertTrue(refused(tar(entries)).contains("are others"));
        entries.put("index.json", new byte[9 << 20]);
        assertTrue(refused(tar(entries)).contains("9437184 bytes"));
        assertFalse(Files.exists(folder.resolve("evil")));
        assertTrue(isEmpty(there.scratch));
    }

    private Path tar(Map<String, byte[]> entries) throws IOException {
        Path file = folder.resolve("made.tar");
        try (OutputStream out = Files.newOutputStream(file);
                TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
            for (Map.Entry<String, byte[]> each : entries.entrySet()) {
                TarArchiveEntry entry = new TarArchiveEntry(each.getKey());
                entry.setSize(each.getValue().length);
                tar.putArchiveEntry(entry);
                tar.write(each.getValue());
                tar.closeArchiveEntry();
            }
        }
        return file;
    }

    /// An import that was killed leaves a folder behind, which the next start removes.
    @Test
    void whatAKilledProcessHasLeftIsRemoved() throws IOException {
        Files.writeString(
                Files.createDirectory(there.scratch.resolve("import-123")).resolve("model.gguf"), "half");
        Path other = Files.writeString(there.scratch.resolve("other"), "x");
        ModelExchange _ = new ModelExchange(there.store, there, there.scratch);
        assertFalse(Files.exists(there.scratch.resolve("import-123")));
        assertTrue(Files.exists(other));
    }
}
