package io.aiplat.quality.trace;

/// Choice whether the gateway keeps traces of its own.
///
/// @param on whether it does
public record GatewayTracing(boolean on) {}
