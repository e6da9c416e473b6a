package io.aiplat.supply.archive;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.supply.archive.manifest.CanonicalJson;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/// Signature of a manifest, with the key that it can be checked with.
///
/// @param key       of who signed
/// @param signature of all bytes of the manifest
@SuppressWarnings("ArrayRecordComponent") // It has its own equality.
record ArchiveSignature(VerifyingKey key, byte[] signature) {
    static ArchiveSignature sign(byte[] bytes, SigningKey key) {
        return new ArchiveSignature(key.verifying(), key.sign(bytes));
    }

    /// Its one spelling.
    byte[] toJson() {
        return CanonicalJson.write(toMap());
    }

    Map<String, Object> toMap() {
        Map<String, Object> json = new TreeMap<>();
        json.put("algorithm", "ed25519");
        json.put("fingerprint", key.fingerprint());
        json.put("key", Base64.getEncoder().encodeToString(key.encoded()));
        json.put("signature", Base64.getEncoder().encodeToString(signature));
        return json;
    }

    /// Reads what [#toJson] wrote.
    ///
    /// @throws IOException              if it is no JSON
    /// @throws GeneralSecurityException if there is no key in it
    /// @throws IllegalArgumentException if anything else is wrong with it
    static ArchiveSignature read(byte[] json) throws IOException, GeneralSecurityException {
        ArchiveSignature signature = of(CanonicalJson.read(json));
        if (!Arrays.equals(signature.toJson(), json)) {
            throw new IllegalArgumentException("the signature is not spelled as aiplat writes it");
        }
        return signature;
    }

    static ArchiveSignature of(JsonNode json) throws GeneralSecurityException {
        return new ArchiveSignature(
                VerifyingKey.decode(Base64.getDecoder().decode(json.path("key").asText())),
                Base64.getDecoder().decode(json.path("signature").asText()));
    }

    boolean isOf(byte[] bytes) {
        return key.hasSigned(bytes, signature);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ArchiveSignature that
                && key.equals(that.key)
                && Arrays.equals(signature, that.signature);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(signature);
    }
}
