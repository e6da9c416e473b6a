package io.aiplat.inference.process;

import java.time.Duration;

/// How many processes there are, and what they are asked at once.
///
/// @param processes at once, 1 or more, each with one model in memory
/// @param slots     requests that one of them answers at once, 1 or more
/// @param waiting   requests that may wait for one model, beside those being answered; 0 or more
/// @param keepAlive how long a model stays in memory that nobody uses
public record PoolLimits(int processes, int slots, int waiting, Duration keepAlive) {
    public PoolLimits {
        if (processes < 1 || slots < 1 || waiting < 0) {
            throw new IllegalArgumentException(
                    processes + " processes of " + slots + " slots and " + waiting + " waiting make no engine");
        }
    }
}
