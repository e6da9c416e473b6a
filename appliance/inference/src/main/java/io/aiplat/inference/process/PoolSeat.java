package io.aiplat.inference.process;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// Place of one model in the pool. Who is in line has as much of it as was acquired; all else is guarded by the pool's
/// lock.
///
/// @param <P> the processes
final class PoolSeat<P> {
    final Semaphore line;
    int present;
    int users;
    long idleSince;

    /// How long its process stays; null where nobody has said since it was loaded.
    @Nullable
    Duration keepAlive;

    @Nullable
    P process;

    /// When the process had the model in memory.
    Instant since = Instant.EPOCH;

    int context;

    /// How the process was told to load.
    @Nullable
    Object loading;

    /// Leases of the process.
    int leases;

    /// Those in line that need it otherwise than it is, and whether one of them is loading it.
    int changing;
    boolean beingLoaded;

    PoolSeat(int slots) {
        line = new Semaphore(slots, true);
    }
}
