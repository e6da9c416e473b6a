package io.aiplat.operator.desired;

/// Served model: one that is brought here, kept by the model engine, and answered for by the gateway.
///
/// @param name      that clients ask for; the one it has at its source is served besides
/// @param reference where it comes from, as `aiplat models pull` takes it
public record ServedModel(String name, String reference) implements DesiredState {}
