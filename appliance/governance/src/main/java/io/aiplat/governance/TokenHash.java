package io.aiplat.governance;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/// The SHA-256 of a token. Tokens that aiplat makes hold 256 random bits, so that neither salt nor a slow
/// hash would add anything.
record TokenHash(long a, long b, long c, long d) {
    /// A token is at most this long; longer ones are not even hashed.
    static final int LONGEST = 256;

    private static final MessageDigest SHA_256 = sha256();

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// The hash of a token's bytes, or null if they cannot be a token's.
    static @Nullable TokenHash of(byte[] token, int from, int length) {
        if (length < 1 || length > LONGEST) {
            return null;
        }
        try {
            // A copy of a fresh digest is cheaper than another search through the providers.
            MessageDigest digest = (MessageDigest) SHA_256.clone();
            digest.update(token, from, length);
            return of(digest.digest());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the JDK's SHA-256 can be copied", e);
        }
    }

    /// The hash of a token's characters, or null if they cannot be a token's.
    static @Nullable TokenHash of(CharSequence token) {
        if (token.length() > LONGEST) {
            return null;
        }
        byte[] bytes = new byte[token.length()];
        for (int i = 0; i < bytes.length; i++) {
            char c = token.charAt(i);
            if (c <= ' ' || c > '~') {
                return null;
            }
            bytes[i] = (byte) c;
        }
        return of(bytes, 0, bytes.length);
    }

    static TokenHash of(byte[] hash) {
        ByteBuffer words = ByteBuffer.wrap(hash);
        return new TokenHash(words.getLong(), words.getLong(), words.getLong(), words.getLong());
    }

    byte[] bytes() {
        return ByteBuffer.allocate(32)
                .putLong(a)
                .putLong(b)
                .putLong(c)
                .putLong(d)
                .array();
    }

    // Its bits are as good as random already.
    @Override
    public int hashCode() {
        return (int) a;
    }
}
