package io.aiplat.gateway.access;

/// API keys that open the endpoint.
@FunctionalInterface
public interface Keys {
    /// Whether a key opens it. Takes the same time for every wrong key.
    ///
    /// @param presented what a client sent, without `Bearer`
    boolean accepts(String presented);
}
