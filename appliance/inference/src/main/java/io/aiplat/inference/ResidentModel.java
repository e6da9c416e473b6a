package io.aiplat.inference;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A model in memory.
///
/// @param name    to ask for it
/// @param since   when it was brought there; null where that is not known
/// @param until   when it leaves if nobody asks it anything; null where it stays, or answers somebody now
/// @param busy    whether it is known to answer somebody now
/// @param memory  bytes that it takes, of the machine and of GPUs together; 0 where that is not known
/// @param gpu     bytes of these on GPUs; 0 where that is not known, too
/// @param context tokens it can see at once; 0 where that is not known
public record ResidentModel(
        String name,
        @Nullable Instant since,
        @Nullable Instant until,
        boolean busy,
        long memory,
        long gpu,
        int context) {}
