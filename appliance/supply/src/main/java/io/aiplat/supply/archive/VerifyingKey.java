package io.aiplat.supply.archive;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.Digests;
import io.aiplat.model.TextFile;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;

/// Public Ed25519 key ([RFC 8032](https://www.rfc-editor.org/rfc/rfc8032)) of who signs bundle archives.
public final class VerifyingKey {
    /// What a fingerprint begins with.
    public static final String FINGERPRINT = "SHA256:";

    private static final int MOST_BYTES = 1 << 16;

    private final PublicKey key;

    private VerifyingKey(PublicKey key) {
        this.key = key;
    }

    /// Reads a key as X.509 has it (`SubjectPublicKeyInfo`).
    ///
    /// @throws GeneralSecurityException if it is no Ed25519 key
    static VerifyingKey decode(byte[] bytes) throws GeneralSecurityException {
        return new VerifyingKey(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(bytes)));
    }

    /// Reads a PEM file, as `openssl pkey -pubout` writes it.
    ///
    /// @throws ApplianceException BUNDLE_KEY_UNUSABLE
    public static VerifyingKey read(Path pem) {
        try {
            return decode(Pem.decode(TextFile.read(pem, MOST_BYTES), "PUBLIC KEY"));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new ApplianceException(ArchiveProblems.keyUnusable(pem, "public", ArchiveProblems.reason(e)), e);
        }
    }

    /// As X.509 has it.
    byte[] encoded() {
        return key.getEncoded();
    }

    /// The text of a PEM file.
    public String toPem() {
        return Pem.encode("PUBLIC KEY", encoded());
    }

    /// `SHA256:` and the SHA-256 of [#encoded] in Base64 without padding, in the manner of SSH. The same by
    /// `openssl pkey -pubin -in key.pub.pem -outform DER | openssl dgst -sha256 -binary | base64`.
    public String fingerprint() {
        byte[] digest = HexFormat.of().parseHex(Digests.sha256(encoded()));
        return FINGERPRINT + Base64.getEncoder().withoutPadding().encodeToString(digest);
    }

    /// Whether this key's owner signed these bytes.
    boolean hasSigned(byte[] bytes, byte[] signature) {
        try {
            Signature check = Signature.getInstance("Ed25519");
            check.initVerify(key);
            check.update(bytes);
            return check.verify(signature);
        } catch (GeneralSecurityException _) {
            // What is not of the form of a signature is none.
            return false;
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VerifyingKey that && key.equals(that.key);
    }

    @Override
    public int hashCode() {
        return key.hashCode();
    }

    @Override
    public String toString() {
        return fingerprint();
    }
}
