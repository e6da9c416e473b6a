package io.aiplat.supply.image.build;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Progress;
import io.aiplat.supply.archive.manifest.ArchiveBlob;
import io.aiplat.supply.archive.manifest.ArchivePart;
import io.aiplat.supply.archive.manifest.CanonicalJson;
import io.aiplat.supply.archive.source.PartSource;
import io.aiplat.supply.blob.BlobDigest;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/// Image in a file: an [OCI layout](https://github.com/opencontainers/image-spec/blob/main/image-layout.md) in a tar,
/// with the list that Docker looks for where it is for one platform. For `docker load`, `ctr images import`,
/// `skopeo copy oci-archive:…` and `aiplat image build --base`.
public final class ImageArchive {
    private static final int PIECE = 1 << 18;

    private final PartSource image;
    private final Progress progress;
    private long done;

    private ImageArchive(PartSource image, Progress progress) {
        this.image = image;
        this.progress = progress;
    }

    /// Writes an image; nothing is at the path until all of it is.
    ///
    /// @throws ApplianceException IMAGE_NOT_WRITTEN
    public static void write(PartSource image, Path file, Progress progress) {
        Path next = file.resolveSibling(file.getFileName() + ".part");
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(next));
                    TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
                tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
                new ImageArchive(image, progress).write(tar);
            }
            Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new ApplianceException(ImageBuildProblems.notWritten(file, e.toString()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApplianceException(ImageBuildProblems.stopped(), e);
        } finally {
            remove(next);
        }
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException _) {
            // The next run writes over it.
            return;
        }
    }

    private void write(TarArchiveOutputStream tar) throws IOException, InterruptedException {
        ArchivePart part = image.part();
        put(tar, "oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}\n".getBytes(StandardCharsets.UTF_8));
        put(
                tar,
                "index.json",
                CanonicalJson.write(Map.of(
                        "schemaVersion",
                        2,
                        "mediaType",
                        "application/vnd.oci.image.index.v1+json",
                        "manifests",
                        List.of(Map.of(
                                "mediaType",
                                part.mediaType(),
                                "digest",
                                part.root().digest().toString(),
                                "size",
                                part.root().bytes(),
                                "annotations",
                                Map.of(
                                        "io.containerd.image.name",
                                        part.name(),
                                        "org.opencontainers.image.ref.name",
                                        part.name()))))));
        JsonNode root = read(part.root().digest());
        if (!root.path("manifests").isArray()) {
            put(tar, "manifest.json", docker(root));
        }
        byte[] piece = new byte[PIECE];
        for (ArchiveBlob blob : part.blobs()) {
            tar.putArchiveEntry(entry(blob.path(), blob.bytes()));
            try (InputStream in = open(blob.digest())) {
                for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                    tar.write(piece, 0, read);
                    done += read;
                    progress.at("writing the image", done, part.bytes());
                }
            }
            tar.closeArchiveEntry();
        }
    }

    private byte[] docker(JsonNode manifest) {
        List<String> layers = new ArrayList<>();
        manifest.path("layers").forEach(layer -> layers.add(path(layer)));
        Map<String, Object> entry = new TreeMap<>();
        entry.put("Config", path(manifest.path("config")));
        entry.put("RepoTags", List.of(image.part().name()));
        entry.put("Layers", layers);
        return CanonicalJson.write(List.of(entry));
    }

    private static String path(JsonNode descriptor) {
        return "blobs/sha256/"
                + BlobDigest.parse(descriptor.path("digest").asText()).hex();
    }

    private JsonNode read(BlobDigest digest) throws IOException, InterruptedException {
        try (InputStream in = open(digest)) {
            return CanonicalJson.read(in.readAllBytes());
        }
    }

    private InputStream open(BlobDigest digest) throws IOException, InterruptedException {
        return Objects.requireNonNull(image.contents().get(digest), "every blob has a content")
                .open();
    }

    private static void put(TarArchiveOutputStream tar, String name, byte[] bytes) throws IOException {
        tar.putArchiveEntry(entry(name, bytes.length));
        tar.write(bytes);
        tar.closeArchiveEntry();
    }

    private static TarArchiveEntry entry(String name, long bytes) {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(bytes);
        entry.setMode(0100644);
        entry.setIds(0, 0);
        entry.setNames("", "");
        entry.setModTime(FileTime.fromMillis(0));
        return entry;
    }
}
