package io.aiplat.supply.image;

import io.aiplat.supply.blob.BlobDigest;
import java.nio.charset.StandardCharsets;

/// Manifest or index, byte for byte as a registry has it, for its digest is that of these bytes.
public final class RegistryManifest {
    private final BlobDigest digest;
    private final String mediaType;
    private final byte[] bytes;

    RegistryManifest(BlobDigest digest, String mediaType, byte[] bytes) {
        this.digest = digest;
        this.mediaType = mediaType;
        this.bytes = bytes.clone();
    }

    /// Of the bytes; compared with what was asked for.
    public BlobDigest digest() {
        return digest;
    }

    /// As the registry says, without parameters; empty where it does not say.
    public String mediaType() {
        return mediaType;
    }

    /// A copy of the bytes.
    public byte[] bytes() {
        return bytes.clone();
    }

    /// The same as text.
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
