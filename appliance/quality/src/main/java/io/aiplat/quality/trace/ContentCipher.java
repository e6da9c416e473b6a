package io.aiplat.quality.trace;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Cipher of what people and models have said, as it stands on the disk: AES-256 in Galois/Counter Mode
/// ([NIST SP 800-38D](https://doi.org/10.6028/NIST.SP.800-38D)), of compressed text, each with a nonce of its own.
/// Random nonces of 96 bits are safe for 2^32 texts of one key. Safe for several threads.
public final class ContentCipher {
    /// Bytes of a key.
    public static final int KEY = 32;

    private static final String TRANSFORMATION = "AES/GCM/NoPadding";
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec key;
    private final SecureRandom random;

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
    /// @param bound to what it belongs to: what is sealed for one thing cannot be opened for another
    byte[] seal(String text, byte[] bound) {
        try {
            byte[] nonce = new byte[NONCE];
            random.nextBytes(nonce);
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce, 0, bound);
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
        Cipher cipher = cipher(Cipher.DECRYPT_MODE, sealed, 0, bound);
        byte[] packed = cipher.doFinal(sealed, NONCE, sealed.length - NONCE);
        try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(packed))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new GeneralSecurityException(e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, int from, byte[] bound) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(TRANSFORMATION);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce, from, NONCE));
        cipher.updateAAD(bound);
        return cipher;
    }

    private static byte[] packed(String text) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(packed)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }
}
