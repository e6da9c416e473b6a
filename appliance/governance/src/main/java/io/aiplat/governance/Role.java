package io.aiplat.governance;

/// What a key opens.
public enum Role {
    /// The endpoint.
    ORDINARY,
    /// The endpoint and the admin API.
    ADMIN
}
