package io.aiplat.quality.trace;

import org.jspecify.annotations.Nullable;

/// Sender of observations: whose key they came with.
///
/// @param key  its name
/// @param team of the key; null for none
public record TraceSender(String key, @Nullable String team) {}
