package io.aiplat.supply.archive.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.Digests;
import io.aiplat.model.Progress;
import io.aiplat.supply.archive.manifest.ArchiveBlob;
import io.aiplat.supply.archive.manifest.ArchivePart;
import io.aiplat.supply.blob.BlobDigest;
import io.aiplat.supply.blob.BlobStore;
import io.aiplat.supply.pull.ModelManifest;
import io.aiplat.supply.source.RemoteBlob;
import io.aiplat.supply.source.RemoteModel;
import io.aiplat.supply.source.RemotePart;
import io.aiplat.supply.source.RemotePart.Role;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A model of the home and one that is elsewhere become the same part.
class ArchivedModelPartsTest {
    private static final String WEIGHTS = "GGUF and so on";
    private static final String MODELFILE = "FROM ./model.gguf\nSYSTEM \"\"\"Be brief.\"\"\"\n";

    @TempDir
    Path folder;

    private ArchivedModelParts parts;

    @BeforeEach
    void newParts() {
        parts = new ArchivedModelParts(new BlobStore(folder.resolve("saved")), Progress.NONE);
    }

    /// Bytes that break off once in their middle.
    ///
    /// @param isNamed whether the source says digest and size
    private record Remote(byte[] content, boolean isNamed, int[] breaks) implements RemoteBlob {
        @Override
        public @Nullable BlobDigest digest() {
            return isNamed ? new BlobDigest(Digests.sha256(content)) : null;
        }

        @Override
        public boolean hasRanges() {
            return true;
        }

        @Override
        public long bytes() {
            return isNamed ? content.length : -1;
        }

        @Override
        public String version() {
            return "1";
        }

        @Override
        public InputStream open(long from, long count) {
            int end = breaks[0]-- > 0 ? content.length / 2 : content.length;
            return new ByteArrayInputStream(Arrays.copyOfRange(content, (int) from, end));
        }
    }

    private static RemotePart part(Role role, String file, String text, boolean isNamed) {
        return new RemotePart(
                role, file, new Remote(text.getBytes(StandardCharsets.UTF_8), isNamed, new int[] {isNamed ? 1 : 0}));
    }

    @Test
    void aModelOfASourceHasTheFilesOfAFolder() throws IOException, InterruptedException {
        for (boolean isNamed : List.of(true, false)) {
            PartSource source = parts.ofSource(new RemoteModel(
                    "tiny:latest",
                    "registry.example/library/tiny:latest",
                    "MIT",
                    List.of(
                            part(Role.WEIGHTS, "sha256-1.gguf", WEIGHTS, isNamed),
                            part(Role.LICENCE, "licence", "Do what you want.", isNamed),
                            part(Role.SYSTEM, "system", "Be brief.", isNamed))));
            ArchivePart part = source.part();
            assertEquals(
                    List.of("model.gguf", "LICENSE", "Modelfile"),
                    part.blobs().stream().map(ArchiveBlob::file).toList());
            assertEquals("tiny:latest@sha256:" + Digests.sha256(WEIGHTS), part.reference());
            assertEquals("MIT", part.notes().get(BillOfMaterials.LICENCE));
            assertEquals("registry.example/library/tiny:latest", part.notes().get(ArchivedModelParts.SOURCE));
            assertEquals(WEIGHTS, text(source, part.root()));
            assertTrue(text(source, part.blobs().getLast()).contains("Be brief."), part::toString);
        }
    }

    @Test
    void aPulledModelOfTheHomeIsTakenByTheDigestsThatItHas() throws IOException, InterruptedException {
        Path model = Files.createDirectories(folder.resolve("models").resolve("tiny@1b"));
        Files.writeString(model.resolve("model.gguf"), WEIGHTS);
        Files.writeString(model.resolve("Modelfile"), MODELFILE);
        BlobDigest digest = new BlobDigest(Digests.sha256(WEIGHTS));
        Files.write(
                model.resolve("manifest.json"),
                new ModelManifest(
                                "registry.example/library/tiny:1b",
                                "MIT",
                                Instant.EPOCH,
                                List.of(new ModelManifest.Part(Role.WEIGHTS, "x.gguf", digest, WEIGHTS.length())))
                        .json());
        PartSource source = parts.ofFolder(folder.resolve("models"), "tiny:1b");
        assertEquals(
                List.of("model.gguf", "Modelfile"),
                source.part().blobs().stream().map(ArchiveBlob::file).toList());
        assertEquals("tiny:1b@" + digest, source.part().reference());
        assertEquals("MIT", source.part().notes().get(BillOfMaterials.LICENCE));
        assertEquals(MODELFILE, text(source, source.part().blobs().getLast()));
    }

    @Test
    void aModelThatNobodyPulledIsRead() throws IOException {
        Path model = Files.createDirectories(folder.resolve("models").resolve("own"));
        Files.writeString(model.resolve("model-00001-of-00002.gguf"), WEIGHTS);
        Files.writeString(model.resolve("model-00002-of-00002.gguf"), "more");
        Files.writeString(model.resolve("mmproj.gguf"), "eyes");
        ArchivePart part = parts.ofFolder(folder.resolve("models"), "own").part();
        assertEquals("own@sha256:" + Digests.sha256(WEIGHTS), part.reference());
        assertEquals(
                List.of("model-00001-of-00002.gguf", "mmproj.gguf", "model-00002-of-00002.gguf"),
                part.blobs().stream().map(ArchiveBlob::file).toList());
    }

    private static String text(PartSource source, ArchiveBlob blob) throws IOException, InterruptedException {
        try (InputStream in =
                Objects.requireNonNull(source.contents().get(blob.digest())).open()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
