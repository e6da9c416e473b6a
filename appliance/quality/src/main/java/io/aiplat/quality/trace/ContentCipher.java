package io.aiplat.quality.trace;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.InflaterInputStream;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Cipher of what people and models have said, as it stands on the disk: AES-256 in Galois/Counter Mode
/// ([NIST SP 800-38D](https://doi.org/10.6028/NIST.SP.800-38D)), of JSON, compressed where it is long, each with a
/// nonce of its own.
/// Random nonces of 96 bits are safe for 2^32 texts of one key. Safe for several threads.
public final class ContentCipher {
    /// Bytes of a key.
    public static final int KEY = 32;

    private static final String TRANSFORMATION = "AES/GCM/NoPadding";
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    /// Bytes from which on compression saves more than it costs.
    private static final int LONG = 1_024;

    private final SecretKeySpec key;
    private final SecureRandom random;
    /// Made once, for to make one takes longer than to use it on a short text. Only used by who holds `this`.
    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED);

    private @Nullable Cipher sealing;

    /// @param key    [#KEY] bytes
    /// @param random makes nonces
    public ContentCipher(byte[] key, SecureRandom random) {
        if (key.length != KEY) {
            throw new IllegalArgumentException("a key has " + KEY + " bytes");
        }
        this.key = new SecretKeySpec(key, "AES");
        this.random = random;
    }

    /// As it is written: the nonce, then the text.
    ///
    /// @param text  an object of JSON: its brace tells it from what is compressed (RFC 1950 begins with 0x78)
    /// @param bound to what it belongs to: what is sealed for one thing cannot be opened for another
    synchronized byte[] seal(String text, byte[] bound) {
        try {
            byte[] nonce = new byte[NONCE];
            random.nextBytes(nonce);
            Cipher cipher = sealing == null ? Cipher.getInstance(TRANSFORMATION) : sealing;
            sealing = cipher;
            begin(cipher, Cipher.ENCRYPT_MODE, nonce, bound);
            byte[] packed = packed(text);
            byte[] sealed = new byte[NONCE + cipher.getOutputSize(packed.length)];
            System.arraycopy(nonce, 0, sealed, 0, NONCE);
            cipher.doFinal(packed, 0, packed.length, sealed, NONCE);
            return sealed;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES in GCM", e);
        }
    }

    /// The text.
    ///
    /// @throws GeneralSecurityException if it was sealed with another key, or is damaged
    String open(byte[] sealed, byte[] bound) throws GeneralSecurityException {
        if (sealed.length < NONCE) {
            throw new GeneralSecurityException("too short");
        }
        Cipher cipher = Cipher.getInstance(TRANSFORMATION);
        begin(cipher, Cipher.DECRYPT_MODE, sealed, bound);
        byte[] packed = cipher.doFinal(sealed, NONCE, sealed.length - NONCE);
        if (packed.length > 0 && packed[0] == '{') {
            return new String(packed, StandardCharsets.UTF_8);
        }
        try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(packed))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new GeneralSecurityException(e);
        }
    }

    /// @param from begins with the nonce
    private void begin(Cipher cipher, int mode, byte[] from, byte[] bound) throws GeneralSecurityException {
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, from, 0, NONCE));
        cipher.updateAAD(bound);
    }

    private byte[] packed(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length < LONG) {
            return bytes;
        }
        deflater.reset();
        deflater.setInput(bytes);
        deflater.finish();
        byte[] packed = new byte[64 + bytes.length / 2];
        int length = 0;
        while (!deflater.finished()) {
            if (length == packed.length) {
                packed = Arrays.copyOf(packed, 2 * length);
            }
            length += deflater.deflate(packed, length, packed.length - length);
        }
        return Arrays.copyOf(packed, length);
    }
}
