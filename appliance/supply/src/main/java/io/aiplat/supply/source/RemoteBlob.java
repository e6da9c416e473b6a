package io.aiplat.supply.source;

import io.aiplat.supply.blob.BlobDigest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Remote blob: bytes that lie elsewhere and can be read from any offset, by several threads at once.
public interface RemoteBlob {
    /// Digest of all bytes; null where the source does not say it.
    @Nullable
    BlobDigest digest();

    /// How many bytes; negative where the source does not say it.
    long bytes();

    /// Whether a part of it can be had. If not, [#open] must begin at 0.
    boolean hasRanges();

    /// What these bytes are, the same as long as they are the same: the digest, or address and entity tag. What was
    /// fetched of another version is of no use to this one.
    String version();

    /// Bytes from an offset on, at most as many as asked for. Redirects, tokens that ran out and other servers that
    /// have the same bytes are its business; a connection that breaks is its caller's.
    ///
    /// @param from  first byte
    /// @param bytes how many at most; negative for all that follow
    /// @throws IOException if the server refuses, breaks off or has other bytes than before
    InputStream open(long from, long bytes) throws IOException, InterruptedException;

    /// The file that has exactly these bytes, where they lie on this machine: it can be linked. Null elsewhere.
    default @Nullable Path file() {
        return null;
    }
}
