package io.aiplat.governance.key;

import io.aiplat.model.Digests;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/// The SHA-256 of a token. Tokens that aiplat makes hold 256 random bits, so that neither salt nor a slow
/// hash would add anything.
///
/// @param a the first eight of its bytes, big-endian; the others follow in their order
public record TokenHash(long a, long b, long c, long d) {
    /// A token is at most this long; longer ones are not even hashed.
    static final int LONGEST = 256;

    /// The hash of a token's bytes, or null if they cannot be a token's.
    public static @Nullable TokenHash of(byte[] token, int from, int length) {
        if (length < 1 || length > LONGEST) {
            return null;
        }
        MessageDigest digest = Digests.begun();
        digest.update(token, from, length);
        return of(digest.digest());
    }

    /// The hash of a token's characters, or null if they cannot be a token's.
    public static @Nullable TokenHash of(CharSequence token) {
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

    /// A hash as [#bytes] gave it.
    ///
    /// @param hash 32 bytes; further ones are not read
    public static TokenHash of(byte[] hash) {
        ByteBuffer words = ByteBuffer.wrap(hash);
        return new TokenHash(words.getLong(), words.getLong(), words.getLong(), words.getLong());
    }

    /// The hash's 32 bytes, as the store has them.
    public byte[] bytes() {
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
