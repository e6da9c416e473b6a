package io.aiplat.supply.archive.manifest;

import io.aiplat.supply.blob.BlobDigest;
import org.jspecify.annotations.Nullable;

/// Blob of a bundle archive, as its manifest lists it.
///
/// @param digest    of its bytes
/// @param bytes     how many there are
/// @param mediaType as the OCI image specification means it
/// @param file name within the part, with `/` between folders; null for the blobs of an image, which have none
public record ArchiveBlob(
        BlobDigest digest,
        long bytes,
        String mediaType,
        @Nullable String file) {
    public ArchiveBlob {
        if (bytes < 0) {
            throw new IllegalArgumentException("a blob has no negative size: " + digest);
        }
        if (file != null && !isInside(file)) {
            throw new IllegalArgumentException("no name of a file within a part: " + file);
        }
    }

    /// A blob of an image.
    public ArchiveBlob(BlobDigest digest, long bytes, String mediaType) {
        this(digest, bytes, mediaType, null);
    }

    /// Where it lies in the archive.
    public String path() {
        return "blobs/sha256/" + digest.hex();
    }

    /// Whoever unpacks a part into a folder must not be led out of it.
    private static boolean isInside(String file) {
        if (file.isBlank() || file.startsWith("/") || file.endsWith("/") || file.indexOf('\\') >= 0) {
            return false;
        }
        for (String step : file.split("/", -1)) {
            if (step.isEmpty() || step.equals(".") || step.equals("..")) {
                return false;
            }
        }
        return file.chars().allMatch(c -> c >= ' ' && c != 0x7f);
    }
}
