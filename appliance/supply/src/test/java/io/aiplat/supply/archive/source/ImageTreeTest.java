package io.aiplat.supply.archive.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Digests;
import io.aiplat.model.Problem;
import io.aiplat.model.catalog.ImageReference;
import io.aiplat.supply.archive.manifest.ArchivePart;
import io.aiplat.supply.archive.manifest.CanonicalJson;
import io.aiplat.supply.archive.manifest.PartKind;
import io.aiplat.supply.blob.BlobDigest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// An index of three platforms that share a layer, and an attestation that is for none.
class ImageTreeTest implements ImageTree.Source {
    private static final ImageReference IMAGE = ImageReference.parse("ollama/ollama:0.35.1");

    private final Map<BlobDigest, byte[]> blobs = new HashMap<>();
    private final byte[] index = index("amd64", "arm64", "s390x", "unknown");

    private byte[] index(String... architectures) {
        List<Object> entries = new ArrayList<>();
        for (String architecture : architectures) {
            String os = architecture.equals("unknown") ? "unknown" : "linux";
            Map<String, Object> manifest = Map.of(
                    "schemaVersion",
                    2,
                    "config",
                    put("{\"os\":\"" + os + "\",\"architecture\":\"" + architecture + "\"}", "config"),
                    "layers",
                    List.of(put("shared", "layer"), put("only " + architecture, "layer")));
            Map<String, Object> entry = new HashMap<>(put(text(manifest), "manifest"));
            entry.put("platform", Map.of("os", os, "architecture", architecture));
            entries.add(entry);
        }
        return text(Map.of("schemaVersion", 2, "mediaType", "index", "manifests", entries))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String text(Object json) {
        return new String(CanonicalJson.write(json), StandardCharsets.UTF_8);
    }

    private Map<String, Object> put(String content, String mediaType) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        BlobDigest digest = new BlobDigest(Digests.sha256(bytes));
        blobs.put(digest, bytes);
        return Map.of("digest", digest.toString(), "size", bytes.length, "mediaType", mediaType);
    }

    @Override
    public byte[] manifest(BlobDigest digest) {
        return Objects.requireNonNull(blobs.get(digest));
    }

    @Override
    public BlobContent blob(BlobDigest digest, long bytes) {
        return () -> new ByteArrayInputStream(manifest(digest));
    }

    private PartSource part(String... platforms) {
        return new ImageTree(IMAGE, this).part(PartKind.IMAGE, index, "", Set.of(platforms), Map.of());
    }

    @Test
    void onlyTheAskedPlatformsAreKeptInANewIndex() throws IOException, InterruptedException {
        PartSource source = part("linux/amd64", "linux/arm64");
        ArchivePart part = source.part();
        assertEquals("docker.io/ollama/ollama:0.35.1@" + part.root().digest(), part.reference());
        assertEquals("sha256:" + Digests.sha256(index), part.notes().get(ImageTree.ORIGINAL));
        assertEquals(List.of("linux/amd64", "linux/arm64"), part.platforms());
        // The index, and of both platforms the manifest, the configuration and a layer; and the layer that they share.
        assertEquals(1 + 2 * 3 + 1, part.blobs().size());
        try (InputStream in = Objects.requireNonNull(
                        source.contents().get(part.root().digest()))
                .open()) {
            JsonNode root = CanonicalJson.read(in.readAllBytes());
            assertEquals(2, root.path("manifests").size());
            assertEquals("index", root.path("mediaType").asText());
            assertEquals("arm64", root.at("/manifests/1/platform/architecture").asText());
        }
        assertEquals(part, part("linux/arm64", "linux/amd64").part());
    }

    @Test
    void anIndexOfWhichAllIsKeptStaysAsItIs() throws IOException, InterruptedException {
        byte[] two = index("amd64", "arm64");
        PartSource source = new ImageTree(IMAGE, this)
                .part(PartKind.IMAGE, two, "", Set.of("linux/amd64", "linux/arm64"), Map.of());
        try (InputStream in = Objects.requireNonNull(
                        source.contents().get(source.part().root().digest()))
                .open()) {
            assertArrayEquals(two, in.readAllBytes());
        }
        assertEquals(Map.of(), source.part().notes());
    }

    @Test
    void aPlatformThatIsNotThereIsNamed() {
        Problem problem = assertThrows(ApplianceException.class, () -> part("linux/amd64", "linux/riscv64"))
                .problem();
        assertEquals("BUNDLE_PLATFORM_MISSING", problem.code().id());
        assertTrue(problem.why().contains("linux/amd64, linux/arm64, linux/s390x"), problem.why());
    }

    @Test
    void aManifestByItselfSaysItsPlatformInItsConfiguration() throws IOException {
        String digest = CanonicalJson.read(index).at("/manifests/0/digest").asText();
        byte[] manifest = manifest(BlobDigest.parse(digest));
        ArchivePart part = new ImageTree(IMAGE, this)
                .part(PartKind.IMAGE, manifest, "manifest", Set.of("linux/amd64"), Map.of())
                .part();
        assertEquals(digest, part.root().digest().toString());
        ApplianceException e = assertThrows(
                ApplianceException.class,
                () -> new ImageTree(IMAGE, this)
                        .part(PartKind.IMAGE, manifest, "manifest", Set.of("linux/arm64"), Map.of()));
        assertEquals("BUNDLE_PLATFORM_MISSING", e.problem().code().id());
    }

    @Test
    void whatIsNoManifestIsRefused() {
        for (String broken : List.of(
                "<html>",
                "{\"manifests\":[{\"platform\":{\"os\":\"linux\",\"architecture\":"
                        + "\"amd64\"},\"digest\":\"md5:1\"}]}",
                "{\"config\":{\"digest\":\"x\"}}")) {
            ApplianceException e = assertThrows(
                    ApplianceException.class,
                    () -> new ImageTree(IMAGE, this)
                            .part(
                                    PartKind.IMAGE,
                                    broken.getBytes(StandardCharsets.UTF_8),
                                    "",
                                    Set.of("linux/amd64"),
                                    Map.of()));
            assertEquals("BUNDLE_IMAGE_BROKEN", e.problem().code().id(), broken);
        }
    }
}
