package io.aiplat.launcher.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.aiplat.model.Digests;
import io.aiplat.model.Progress;
import io.aiplat.model.catalog.ImageReference;
import io.aiplat.supply.archive.ArchiveWriter;
import io.aiplat.supply.archive.SigningKey;
import io.aiplat.supply.archive.manifest.ArchiveBlob;
import io.aiplat.supply.archive.manifest.ArchiveManifest;
import io.aiplat.supply.archive.manifest.ArchivePart;
import io.aiplat.supply.archive.manifest.ArchiveVersion;
import io.aiplat.supply.archive.manifest.PartKind;
import io.aiplat.supply.blob.BlobDigest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A bundle archive of the testbed's images and files, as `bundle create --from-engine` would make one.
final class TestArchive {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> PLATFORM = List.of("linux/amd64");

    private final Path folder;
    private final List<ArchivePart> parts = new ArrayList<>();
    private final Map<BlobDigest, Path> files = new HashMap<>();

    /// @param folder for what it consists of
    TestArchive(Path folder) {
        this.folder = folder;
    }

    /// Adds an image of the container engine, in the form of an OCI image.
    TestArchive image(PartKind kind, String name) {
        Path unpacked = Folders.within(folder, Digests.sha256(name).substring(0, 12));
        Path tar = unpacked.resolve("image.tar");
        Program.run("docker", "save", name, "-o", tar.toString()).ok();
        Program.run("tar", "-xf", tar.toString(), "-C", unpacked.toString()).ok();
        try {
            JsonNode saved = JSON.readTree(Files.readAllBytes(unpacked.resolve("manifest.json")))
                    .path(0);
            List<ArchiveBlob> blobs = new ArrayList<>();
            ArchiveBlob config = blob(
                    unpacked.resolve(saved.path("Config").asText()), "application/vnd.oci.image.config.v1+json", null);
            List<Map<String, Object>> layers = new ArrayList<>();
            for (JsonNode layer : saved.path("Layers")) {
                ArchiveBlob one =
                        blob(unpacked.resolve(layer.asText()), "application/vnd.oci.image.layer.v1.tar", null);
                blobs.add(one);
                layers.add(descriptor(one));
            }
            Map<String, Object> manifest = new LinkedHashMap<>();
            manifest.put("schemaVersion", 2);
            manifest.put("mediaType", "application/vnd.oci.image.manifest.v1+json");
            manifest.put("config", descriptor(config));
            manifest.put("layers", layers);
            Path file = Files.write(unpacked.resolve("oci-manifest.json"), JSON.writeValueAsBytes(manifest));
            ArchiveBlob root = blob(file, "application/vnd.oci.image.manifest.v1+json", null);
            blobs.addFirst(config);
            blobs.addFirst(root);
            ImageReference reference = ImageReference.parse(name);
            parts.add(new ArchivePart(
                    kind,
                    reference.canonical(),
                    reference.repository() + "@" + root.digest(),
                    root.mediaType(),
                    PLATFORM,
                    Map.of(),
                    List.copyOf(blobs)));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Adds a part that is a file.
    TestArchive file(PartKind kind, String name, Path file) {
        ArchiveBlob blob =
                blob(file, "application/octet-stream", file.getFileName().toString());
        parts.add(new ArchivePart(
                kind, name, name + "@" + blob.digest(), blob.mediaType(), List.of(), Map.of(), List.of(blob)));
        return this;
    }

    /// Writes the archive.
    ///
    /// @return the archive
    Path write(String name, String version, SigningKey key) {
        Path archive = folder.resolve(name);
        new ArchiveWriter(
                        new ArchiveManifest("test", new ArchiveVersion(version), null, PLATFORM, parts),
                        key,
                        blob -> Files.newInputStream(files.get(blob.digest())))
                .write(archive, 0, Progress.NONE);
        return archive;
    }

    private ArchiveBlob blob(Path file, String mediaType, String inPart) {
        try {
            BlobDigest digest = new BlobDigest(Digests.sha256(file));
            files.put(digest, file);
            return new ArchiveBlob(digest, Files.size(file), mediaType, inPart);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Object> descriptor(ArchiveBlob blob) {
        Map<String, Object> descriptor = new LinkedHashMap<>();
        descriptor.put("mediaType", blob.mediaType());
        descriptor.put("digest", blob.digest().toString());
        descriptor.put("size", blob.bytes());
        return descriptor;
    }

    /// For a look by hand: `TestArchive FOLDER VERSION GGUF` makes one with the testbed's Ollama, a system image
    /// and a model.
    public static void main(String[] args) {
        Path folder = Path.of(args[0]);
        SigningKey key = SigningKey.generate();
        key.write(folder.resolve("key.pem"));
        new TestArchive(folder)
                .image(PartKind.SYSTEM_IMAGE, "aiplat-testbed/busybox:1")
                .image(PartKind.IMAGE, "aiplat-testbed/ollama:0.11.4")
                .file(PartKind.K3S_BINARY, "v1.36.4", Aiplat.TESTBED.resolve("node/k3s"))
                .file(PartKind.MODEL, "carried", Path.of(args[2]))
                .write("site.aipb", args[1], key);
    }
}
