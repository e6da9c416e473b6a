package io.aiplat.inference;

import java.time.Instant;

/// A model an engine has.
///
/// @param name          to ask for it
/// @param bytes         its size on disk
/// @param created       when it was taken in
/// @param contextLength tokens it can see at once, as it is served here; 0 while unknown
/// @param embeds        whether it is an embedding model (and only that)
/// @param loaded        whether it is in memory now
public record ModelCard(String name, long bytes, Instant created, int contextLength, boolean embeds, boolean loaded) {}
