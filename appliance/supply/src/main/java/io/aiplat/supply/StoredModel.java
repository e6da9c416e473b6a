package io.aiplat.supply;

import java.time.Instant;

/// Stored model: its name, and what is known of its bytes without running it.
///
/// @param name    as [ModelName#canonical] writes it
/// @param bytes   its size on disk; 0 where its file cannot be read
/// @param created when it was taken in; the epoch where that is not known
public record StoredModel(String name, long bytes, Instant created) {}
