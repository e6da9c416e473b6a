package io.aiplat.supply.archive.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.Digests;
import io.aiplat.model.Progress;
import io.aiplat.model.catalog.ImageReference;
import io.aiplat.supply.archive.manifest.ArchiveBlob;
import io.aiplat.supply.archive.manifest.ArchivePart;
import io.aiplat.supply.archive.manifest.CanonicalJson;
import io.aiplat.supply.archive.manifest.PartKind;
import io.aiplat.supply.blob.BlobStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `docker save` gives: an OCI layout since Docker 25, a list of its own before.
class SavedImagesTest {
    private static final ImageReference IMAGE = ImageReference.parse("x/y:1");
    private static final byte[] CONFIG =
            "{\"os\":\"linux\",\"architecture\":\"amd64\"}".getBytes(StandardCharsets.UTF_8);
    private static final byte[] LAYER = "layer".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    private ArchivePart part(byte[] tar) {
        return new SavedImages(_ -> new ByteArrayInputStream(tar), new BlobStore(folder), Progress.NONE)
                .part(PartKind.IMAGE, IMAGE, IMAGE, Set.of("linux/amd64"))
                .part();
    }

    private static byte[] tar(Map<String, byte[]> files, String... link) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
                entry.setSize(file.getValue().length);
                tar.putArchiveEntry(entry);
                tar.write(file.getValue());
                tar.closeArchiveEntry();
            }
            if (link.length == 2) {
                TarArchiveEntry entry = new TarArchiveEntry(link[0], TarConstants.LF_SYMLINK);
                entry.setLinkName(link[1]);
                tar.putArchiveEntry(entry);
                tar.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }

    @Test
    void dockersOwnListIsTurnedIntoAManifest() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("c0.json", CONFIG);
        files.put("aa/layer.tar", LAYER);
        files.put(
                "manifest.json",
                CanonicalJson.write(
                        List.of(Map.of("Config", "c0.json", "Layers", List.of("aa/layer.tar", "bb/layer.tar")))));
        ArchivePart part = part(tar(files, "bb/layer.tar", "../aa/layer.tar"));
        assertEquals("docker.io/x/y:1@" + part.root().digest(), part.reference());
        assertEquals(
                List.of(Digests.sha256(CONFIG), Digests.sha256(LAYER)),
                part.blobs().stream()
                        .skip(1)
                        .map(ArchiveBlob::digest)
                        .map(digest -> digest.hex())
                        .toList());
    }

    @Test
    void anOciLayoutIsTakenAsItIs() throws IOException {
        Map<String, Object> layer =
                Map.of("digest", "sha256:" + Digests.sha256(LAYER), "size", LAYER.length, "mediaType", "layer");
        Map<String, Object> config =
                Map.of("digest", "sha256:" + Digests.sha256(CONFIG), "size", CONFIG.length, "mediaType", "config");
        byte[] manifest = CanonicalJson.write(Map.of("schemaVersion", 2, "config", config, "layers", List.of(layer)));
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (byte[] blob : List.of(CONFIG, LAYER, manifest)) {
            files.put("blobs/sha256/" + Digests.sha256(blob), blob);
        }
        files.put(
                "index.json",
                CanonicalJson.write(
                        Map.of("manifests", List.of(Map.of("digest", "sha256:" + Digests.sha256(manifest))))));
        assertEquals(Digests.sha256(manifest), part(tar(files)).root().digest().hex());
        files.put("blobs/sha256/" + "0".repeat(64), LAYER);
        assertThrows(ApplianceException.class, () -> part(tar(files)));
    }

    @Test
    void whatIsNoImageIsRefused() throws IOException {
        for (byte[] none : List.of(new byte[0], tar(Map.of("x", LAYER)))) {
            ApplianceException e = assertThrows(ApplianceException.class, () -> part(none));
            assertEquals("BUNDLE_IMAGE_BROKEN", e.problem().code().id());
        }
    }
}
