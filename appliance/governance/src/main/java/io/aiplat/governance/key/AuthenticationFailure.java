package io.aiplat.governance.key;

/// Authentication failure: why a token opens nothing.
public enum AuthenticationFailure implements Authentication {
    /// No key has it, or it does not look like a token at all.
    UNKNOWN,
    /// Its key's time is over, or it was rotated away and its time of grace is over.
    EXPIRED,
    /// Somebody took the key back.
    REVOKED,
    /// The file that named its key does so no longer.
    WITHDRAWN
}
