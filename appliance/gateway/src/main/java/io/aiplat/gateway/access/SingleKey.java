package io.aiplat.gateway.access;

import io.aiplat.model.Digests;
import io.aiplat.model.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/// The one API key of an appliance.
/// Keeps only its hash, and compares hashes, so that neither the length nor the beginning of the key shows in how
/// long a refusal takes.
public final class SingleKey implements Keys {
    private final byte[] hash;

    /// Accepts this key and no other.
    public SingleKey(Secret key) {
        this.hash = hash(key.value());
    }

    @Override
    public boolean accepts(String presented) {
        return MessageDigest.isEqual(hash, hash(presented));
    }

    private static byte[] hash(String key) {
        return Digests.begun().digest(key.getBytes(StandardCharsets.UTF_8));
    }
}
