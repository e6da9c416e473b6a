package io.aiplat.routing.scaling;

/// Result of a cold start.
public sealed interface StartResult {
    /// A server answers.
    record Awake() implements StartResult {}

    /// None will, as things are.
    ///
    /// @param where who runs the gateway can read why: one sentence, which clients are told
    record Failed(String where) implements StartResult {}
}
