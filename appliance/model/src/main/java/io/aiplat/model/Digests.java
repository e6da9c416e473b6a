package io.aiplat.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// SHA-256, as 64 hexadecimal digits in small letters.
public final class Digests {
    private static final int PIECE = 1 << 16;
    private static final MessageDigest FRESH = fresh();

    private Digests() {}

    private static MessageDigest fresh() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /// A SHA-256 that nothing has gone into yet, for what comes in parts; for one thread.
    public static MessageDigest begun() {
        try {
            // A copy of a fresh digest is cheaper than another search through the providers.
            return (MessageDigest) FRESH.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the JDK's SHA-256 can be copied", e);
        }
    }

    /// Of what has gone into a digest, which begins anew by that.
    public static String sha256(MessageDigest begun) {
        return HexFormat.of().formatHex(begun.digest());
    }

    /// Of bytes.
    public static String sha256(byte[] bytes) {
        MessageDigest digest = begun();
        digest.update(bytes);
        return sha256(digest);
    }

    /// Of a text in UTF-8.
    public static String sha256(String text) {
        return sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Of the rest of a stream, which is read to its end and not closed.
    ///
    /// @throws IOException if it cannot be read
    public static String sha256(InputStream in) throws IOException {
        MessageDigest digest = begun();
        byte[] piece = new byte[PIECE];
        int read;
        while ((read = in.read(piece)) >= 0) {
            digest.update(piece, 0, read);
        }
        return sha256(digest);
    }

    /// Of the contents of a file, however large.
    ///
    /// @throws IOException if it cannot be read
    public static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return sha256(in);
        }
    }
}
