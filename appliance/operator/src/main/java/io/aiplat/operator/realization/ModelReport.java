package io.aiplat.operator.realization;

import org.jspecify.annotations.Nullable;

/// Report of a served model, as far as each figure is known.
///
/// @param name           that it is kept under; null until that is known
/// @param brought        whether it is here because a resource asked for it, and so goes with that
/// @param digest         of its weights, `sha256:` and 64 hexadecimal digits
/// @param bytes          on disk, or of those that are to come how many are here
/// @param totalBytes     that it will have; null where that is not known
/// @param bytesPerSecond at which it comes; null when it does not
/// @param secondsLeft    until it is here; null where that is not known
/// @param context        tokens it can see at once
/// @param placement      `GPU`, `CPU` or `GPU and CPU` where it is in memory now; null otherwise
/// @param memoryBytes    that it takes now, measured; null where it is not in memory
public record ModelReport(
        @Nullable String name,
        boolean brought,
        @Nullable String digest,
        @Nullable Long bytes,
        @Nullable Long totalBytes,
        @Nullable Long bytesPerSecond,
        @Nullable Long secondsLeft,
        @Nullable Integer context,
        @Nullable String placement,
        @Nullable Long memoryBytes) {}
