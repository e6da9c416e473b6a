package io.aiplat.supply.archive;

import io.aiplat.model.Digests;
import io.aiplat.model.Progress;
import io.aiplat.supply.archive.manifest.ArchiveBlob;
import io.aiplat.supply.archive.manifest.ArchiveManifest;
import io.aiplat.supply.archive.manifest.ArchivePart;
import io.aiplat.supply.archive.manifest.ArchiveVersion;
import io.aiplat.supply.archive.manifest.CanonicalJson;
import io.aiplat.supply.archive.manifest.PartKind;
import io.aiplat.supply.blob.BlobDigest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/// A small bundle archive with one of most things, made up.
final class ArchiveFixture {
    static final SigningKey KEY = SigningKey.generate();
    static final TrustedKeys TRUSTED = TrustedKeys.of(Set.of(KEY.verifying().fingerprint()));

    final Map<BlobDigest, byte[]> bytes = new LinkedHashMap<>();
    final List<ArchivePart> parts = new ArrayList<>();

    /// An image of two layers, a model that shares nothing, a list of licences.
    static ArchiveFixture usual() {
        ArchiveFixture fixture = new ArchiveFixture();
        Random random = new Random(12);
        fixture.image("docker.io/library/one:1", fixture.random(random, 70_001), fixture.random(random, 512));
        fixture.image("docker.io/library/two:2", fixture.random(random, 3), fixture.random(random, 1_024));
        fixture.file(PartKind.MODEL, "tiny:latest", "tiny.gguf", fixture.random(random, 100_000));
        fixture.file(PartKind.LICENCES, "licences", "licences.txt", "MIT".getBytes(StandardCharsets.UTF_8));
        return fixture;
    }

    byte[] random(Random random, int count) {
        byte[] made = new byte[count];
        random.nextBytes(made);
        return made;
    }

    ArchiveBlob blob(byte[] content, String mediaType) {
        BlobDigest digest = new BlobDigest(Digests.sha256(content));
        bytes.put(digest, content);
        return new ArchiveBlob(digest, content.length, mediaType);
    }

    final void image(String name, byte[]... layers) {
        List<ArchiveBlob> blobs = new ArrayList<>();
        ArchiveBlob config = blob("{}".getBytes(StandardCharsets.UTF_8), "application/vnd.oci.image.config.v1+json");
        List<Map<String, Object>> descriptors = new ArrayList<>();
        for (byte[] layer : layers) {
            ArchiveBlob blob = blob(layer, "application/vnd.oci.image.layer.v1.tar");
            blobs.add(blob);
            descriptors.add(descriptor(blob));
        }
        ArchiveBlob manifest = blob(
                CanonicalJson.write(Map.of("schemaVersion", 2, "config", descriptor(config), "layers", descriptors)),
                "application/vnd.oci.image.manifest.v1+json");
        blobs.addFirst(config);
        blobs.addFirst(manifest);
        parts.add(new ArchivePart(
                PartKind.IMAGE,
                name,
                name + "@" + manifest.digest(),
                manifest.mediaType(),
                List.of("linux/amd64"),
                Map.of(),
                blobs));
    }

    private static Map<String, Object> descriptor(ArchiveBlob blob) {
        return Map.of("digest", blob.digest().toString(), "size", blob.bytes(), "mediaType", blob.mediaType());
    }

    final void file(PartKind kind, String name, String file, byte[] content) {
        ArchiveBlob blob = blob(content, "application/octet-stream");
        parts.add(new ArchivePart(
                kind,
                name,
                name + "@" + blob.digest(),
                blob.mediaType(),
                List.of(),
                Map.of("licence", "MIT"),
                List.of(new ArchiveBlob(blob.digest(), blob.bytes(), blob.mediaType(), file))));
    }

    ArchiveManifest manifest() {
        return new ArchiveManifest("0.1.0", new ArchiveVersion("1"), null, List.of("linux/amd64"), parts);
    }

    ArchiveWriter writer() {
        return new ArchiveWriter(manifest(), KEY, this::open);
    }

    InputStream open(ArchiveBlob blob) throws IOException {
        byte[] content = bytes.get(blob.digest());
        if (content == null) {
            throw new IOException("there is no " + blob.digest());
        }
        return new ByteArrayInputStream(content);
    }

    Path write(Path target) {
        return write(target, 0);
    }

    Path write(Path target, long volumeBytes) {
        writer().write(target, volumeBytes, Progress.NONE);
        return target;
    }
}
