package io.aiplat.supply.archive.source;

import io.aiplat.supply.archive.manifest.ArchivePart;
import io.aiplat.supply.blob.BlobDigest;
import java.util.Map;

/// Part of an archive that is to be made, with where its bytes come from.
///
/// @param contents of all its blobs, by their digest
public record PartSource(ArchivePart part, Map<BlobDigest, BlobContent> contents) {
    public PartSource {
        contents = Map.copyOf(contents);
        for (var blob : part.blobs()) {
            if (!contents.containsKey(blob.digest())) {
                throw new IllegalArgumentException("nobody has " + blob.digest() + " of " + part.title());
            }
        }
    }
}
