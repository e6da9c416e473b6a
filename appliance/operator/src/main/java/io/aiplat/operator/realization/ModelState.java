package io.aiplat.operator.realization;

import io.aiplat.model.Problem;
import org.jspecify.annotations.Nullable;

/// State of a model that a resource wants.
public sealed interface ModelState {
    /// It is not here, and nobody brings it.
    record Absent() implements ModelState {}

    /// It is being brought.
    ///
    /// @param doing          a few words
    /// @param bytes          that are here
    /// @param total          of all; 0 while that is not known
    /// @param bytesPerSecond at which they come; null while that is not known
    /// @param secondsLeft    until all are here; null while that is not known
    record Coming(
            String doing,
            long bytes,
            long total,
            @Nullable Long bytesPerSecond,
            @Nullable Long secondsLeft) implements ModelState {}

    /// It could not be brought. It is tried again when somebody asks.
    record Failed(Problem problem) implements ModelState {}

    /// It is here.
    ///
    /// @param name    that it is kept under
    /// @param digest  null where only reading all of it would tell
    /// @param bytes   on disk
    /// @param context tokens it can see at once; 0 where that is not known
    /// @param memory  bytes it takes now; 0 where it is not in memory
    /// @param gpu     bytes of these on GPUs
    record Here(String name, @Nullable String digest, long bytes, int context, long memory, long gpu)
            implements ModelState {}
}
