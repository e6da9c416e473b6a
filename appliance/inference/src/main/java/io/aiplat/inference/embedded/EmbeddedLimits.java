package io.aiplat.inference.embedded;

import io.aiplat.inference.process.PoolLimits;
import java.time.Duration;

/// How much the embedded engine may take, and how long it waits.
///
/// @param workers      processes at once, 1 or more, each with one model in memory
/// @param waiting      requests that may wait for one model, beside the one being answered; 0 or more
/// @param keepAlive    how long a model stays in memory that nobody uses
/// @param loadPatience how long loading may take
/// @param silence      how long a worker may say nothing in the middle of an answer; a long prompt takes
///                     minutes on a slow machine
public record EmbeddedLimits(int workers, int waiting, Duration keepAlive, Duration loadPatience, Duration silence) {
    /// For a machine with a person at it.
    public static final EmbeddedLimits USUAL =
            new EmbeddedLimits(2, 64, Duration.ofMinutes(5), Duration.ofMinutes(3), Duration.ofMinutes(10));

    public EmbeddedLimits {
        if (workers < 1 || waiting < 0) {
            throw new IllegalArgumentException(workers + " workers and " + waiting + " waiting make no engine");
        }
    }

    /// A worker answers one request at a time: llama.cpp could do several, but they would share the same cores and the
    /// same context.
    PoolLimits pool() {
        return new PoolLimits(workers, 1, waiting, keepAlive);
    }
}
