package io.aiplat.supply.engine;

import io.aiplat.supply.blob.BlobDigest;
import java.net.URI;
import java.util.List;

/// Pinned release of an engine: archives at its maker's, with the checksums that they must have.
///
/// @param name        of the engine
/// @param version     of the release
/// @param platform    that it runs on
/// @param accelerator that it was built for
/// @param archives    the engine's first; what follows are libraries that belong beside its program
public record EngineRelease(
        String name, String version, EnginePlatform platform, Accelerator accelerator, List<Archive> archives) {
    public EngineRelease {
        archives = List.copyOf(archives);
    }

    /// One of its archives.
    ///
    /// @param bytes exactly; negative where that is not known
    public record Archive(URI url, long bytes, BlobDigest digest) {
        /// The last part of its address.
        public String file() {
            String path = url.getPath();
            return path.substring(path.lastIndexOf('/') + 1);
        }
    }

    /// What tells it from others of its name: `b11194-cpu`.
    public String id() {
        return version + "-" + accelerator.word();
    }

    /// Bytes of all archives, which is what is downloaded.
    public long bytes() {
        return archives.stream()
                .mapToLong(archive -> Math.max(0, archive.bytes()))
                .sum();
    }
}
