package io.aiplat.supply.blob;

import java.util.regex.Pattern;

/// Content digest of a blob: its SHA-256, as the
/// [OCI image specification](https://github.com/opencontainers/image-spec/blob/main/descriptor.md#digests) writes it.
///
/// @param hex 64 hexadecimal digits in small letters
public record BlobDigest(String hex) implements Comparable<BlobDigest> {
    private static final String ALGORITHM = "sha256:";
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

    public BlobDigest {
        if (!HEX.matcher(hex).matches()) {
            throw new IllegalArgumentException("a SHA-256 has 64 hexadecimal digits, and this is none: " + hex);
        }
    }

    /// Reads `sha256:` and 64 hexadecimal digits.
    ///
    /// @throws IllegalArgumentException if it is anything else
    public static BlobDigest parse(String text) {
        if (!text.startsWith(ALGORITHM)) {
            throw new IllegalArgumentException("a digest begins with " + ALGORITHM + ", and this does not: " + text);
        }
        return new BlobDigest(text.substring(ALGORITHM.length()));
    }

    @Override
    public int compareTo(BlobDigest other) {
        return hex.compareTo(other.hex);
    }

    /// `sha256:` and the digits.
    @Override
    public String toString() {
        return ALGORITHM + hex;
    }
}
