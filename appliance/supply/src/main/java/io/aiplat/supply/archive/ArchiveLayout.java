package io.aiplat.supply.archive;

import io.aiplat.supply.archive.manifest.ArchiveBlob;
import io.aiplat.supply.archive.manifest.ArchiveManifest;
import io.aiplat.supply.blob.BlobDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Layout of a bundle archive: which bytes are where, as its manifest determines it. An uncompressed tar of
/// `bundle.json`, `bundle.sig`, and an
/// [OCI image layout](https://github.com/opencontainers/image-spec/blob/main/image-layout.md): `oci-layout`,
/// `index.json`, `blobs/sha256/…`.
final class ArchiveLayout {
    static final String MANIFEST = "bundle.json";
    static final String SIGNATURE = "bundle.sig";

    private final ArchiveManifest manifest;
    private final List<Entry> entries = new ArrayList<>();
    private final Map<BlobDigest, Entry> blobs = new HashMap<>();
    private final Set<String> paths = new HashSet<>();
    private long end;

    /// Entry of the archive.
    ///
    /// @param from    of its header in the archive
    /// @param header  its bytes
    /// @param size    of its content
    /// @param content where that follows from the manifest; null for a blob
    /// @param blob    null for anything else
    @SuppressWarnings("ArrayRecordComponent") // Nobody compares them.
    record Entry(
            String path,
            long from,
            byte[] header,
            long size,
            byte @Nullable [] content,
            @Nullable ArchiveBlob blob) {
        long contentFrom() {
            return from + header.length;
        }

        /// Zeros behind the content.
        int padding() {
            return (int) (TarHeader.padded(size) - size);
        }

        long to() {
            return contentFrom() + TarHeader.padded(size);
        }
    }

    ArchiveLayout(ArchiveManifest manifest, byte[] signature) {
        this.manifest = manifest;
        fixed(MANIFEST, manifest.toJson());
        fixed(SIGNATURE, signature);
        fixed("oci-layout", OciLayout.version());
        fixed("index.json", OciLayout.index(manifest.parts()));
        for (ArchiveBlob blob : manifest.blobs()) {
            add(new Entry(blob.path(), end, TarHeader.of(blob.path(), blob.bytes()), blob.bytes(), null, blob));
        }
    }

    private void fixed(String path, byte[] content) {
        add(new Entry(path, end, TarHeader.of(path, content.length), content.length, content, null));
    }

    private void add(Entry entry) {
        entries.add(entry);
        boolean _ = paths.add(entry.path);
        if (entry.blob != null) {
            blobs.put(entry.blob.digest(), entry);
        }
        end = entry.to();
    }

    ArchiveManifest manifest() {
        return manifest;
    }

    List<Entry> entries() {
        return List.copyOf(entries);
    }

    /// The entry of a blob; null if the manifest has none of it.
    @Nullable
    Entry entry(BlobDigest digest) {
        return blobs.get(digest);
    }

    boolean has(String path) {
        return paths.contains(path);
    }

    /// Bytes up to where the zeros at the end begin.
    long end() {
        return end;
    }

    /// Bytes of the whole archive.
    long bytes() {
        return end + TarHeader.END;
    }
}
