package io.aiplat.supply.archive;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.model.ApplianceException;
import io.aiplat.supply.archive.manifest.ArchiveBlob;
import io.aiplat.supply.archive.manifest.ArchivePart;
import io.aiplat.supply.archive.manifest.CanonicalJson;
import io.aiplat.supply.blob.BlobDigest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// One image of a bundle archive as a tar by itself, for `ctr images import`, `docker load`, `skopeo copy
/// oci-archive:…`: an OCI image layout, with the `manifest.json` that Docker looks for.
public final class ImageTar {
    private static final int MOST_MANIFEST = 4 << 20;
    private static final int PIECE = 1 << 18;

    private final ArchiveReader archive;
    private final ArchivePart image;
    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private final Map<BlobDigest, ArchiveBlob> blobs = new LinkedHashMap<>();

    /// The tar of an image. Its index and manifests are read now, its layers later.
    ///
    /// @param archive that has it
    /// @param image   a part of the archive for which [PartKind#isImage] holds
    /// @throws ApplianceException as [ArchiveReader#open(BlobDigest)]
    public ImageTar(ArchiveReader archive, ArchivePart image) {
        this.archive = archive;
        this.image = image;
        image.blobs().forEach(blob -> blobs.putIfAbsent(blob.digest(), blob));
        files.put("oci-layout", OciLayout.version());
        files.put("index.json", OciLayout.index(List.of(image)));
        byte[] docker = dockerManifest();
        if (docker != null) {
            files.put("manifest.json", docker);
        }
    }

    /// Bytes of the tar.
    public long bytes() {
        long bytes = TarHeader.END;
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            bytes += entryBytes(file.getKey(), file.getValue().length);
        }
        for (ArchiveBlob blob : blobs.values()) {
            bytes += entryBytes(blob.path(), blob.bytes());
        }
        return bytes;
    }

    private static long entryBytes(String path, long size) {
        return TarHeader.of(path, size).length + TarHeader.padded(size);
    }

    /// Writes the tar. A blob that is damaged ends it in the middle, so that whoever reads it refuses it.
    ///
    /// @param written is told how many bytes of blobs were written at a time
    /// @throws ApplianceException BUNDLE_PART_DAMAGED
    public void write(OutputStream out, LongConsumer written) throws IOException {
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            byte[] content = file.getValue();
            out.write(TarHeader.of(file.getKey(), content.length));
            out.write(content);
            pad(out, content.length);
        }
        byte[] piece = new byte[PIECE];
        for (ArchiveBlob blob : blobs.values()) {
            out.write(TarHeader.of(blob.path(), blob.bytes()));
            try (InputStream in = archive.open(blob.digest())) {
                for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                    out.write(piece, 0, read);
                    written.accept(read);
                }
            }
            pad(out, blob.bytes());
        }
        out.write(new byte[TarHeader.END]);
    }

    private static void pad(OutputStream out, long size) throws IOException {
        out.write(new byte[(int) (TarHeader.padded(size) - size)]);
    }

    /// Docker's own list of an image; null where the image is for several platforms, of which Docker would take
    /// one.
    private byte @Nullable [] dockerManifest() {
        JsonNode root = json(image.root());
        JsonNode several = root.path("manifests");
        if (several.size() > 1) {
            return null;
        }
        JsonNode manifest = several.isEmpty()
                ? root
                : json(blob(several.path(0).path("digest").asText()));
        List<String> layers = new ArrayList<>();
        for (JsonNode layer : manifest.path("layers")) {
            layers.add(blob(layer.path("digest").asText()).path());
        }
        Map<String, Object> entry = new TreeMap<>();
        entry.put(
                "Config", blob(manifest.path("config").path("digest").asText()).path());
        entry.put("RepoTags", List.of(image.name()));
        entry.put("Layers", layers);
        return CanonicalJson.write(List.of(entry));
    }

    private ArchiveBlob blob(String digest) {
        ArchiveBlob blob = blobs.get(BlobDigest.parse(digest));
        if (blob == null) {
            throw new IllegalArgumentException(image.title() + " has no blob " + digest);
        }
        return blob;
    }

    private JsonNode json(ArchiveBlob blob) {
        if (blob.bytes() > MOST_MANIFEST) {
            throw new IllegalArgumentException("too large for a manifest: " + blob);
        }
        try (InputStream in = archive.open(blob.digest())) {
            return CanonicalJson.read(in.readAllBytes());
        } catch (IOException e) {
            throw new IllegalArgumentException("no manifest: " + blob, e);
        }
    }
}
