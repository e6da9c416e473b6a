package io.aiplat.inference.process;

import java.time.Duration;

/// How many processes there are, what they are asked at once, and what they leave to others.
///
/// @param processes at once, 1 or more, each with one model in memory
/// @param slots     requests that one of them answers at once, 1 or more
/// @param waiting   requests that may wait for one model, beside those being answered; 0 or more
/// @param keepAlive how long a model stays in memory that nobody uses
/// @param reserve bytes of the machine's memory that stay free: where less is, models that nobody uses go, and none
///     is loaded that would take of it; 0 for no look
public record PoolLimits(int processes, int slots, int waiting, Duration keepAlive, long reserve) {
    public PoolLimits {
        if (processes < 1 || slots < 1 || waiting < 0 || reserve < 0) {
            throw new IllegalArgumentException(
                    processes + " processes of " + slots + " slots and " + waiting + " waiting make no engine");
        }
    }

    /// Limits of an engine that does not look after the memory of others.
    public PoolLimits(int processes, int slots, int waiting, Duration keepAlive) {
        this(processes, slots, waiting, keepAlive, 0);
    }
}
