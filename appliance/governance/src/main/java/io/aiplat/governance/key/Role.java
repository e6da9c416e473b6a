package io.aiplat.governance.key;

/// Role of a key: what it opens.
public enum Role {
    /// The endpoint.
    ORDINARY,
    /// The endpoint, the metrics and the admin API.
    ADMIN,
    /// The metrics and nothing else: no model, and not even the list of models.
    METRICS
}
