package io.aiplat.inference.llamacpp;

import io.aiplat.inference.process.PoolLimits;
import java.time.Duration;

/// How much `llama-server` may take, and how long it waits.
///
/// @param pool         processes, the slots that each has, and who may wait
/// @param loadPatience how long loading may take
public record LlamaServerLimits(PoolLimits pool, Duration loadPatience) {
    /// For a machine with a person at it. Each slot has a context of its own, and takes the memory of one.
    public static final LlamaServerLimits USUAL =
            new LlamaServerLimits(new PoolLimits(2, 2, 64, Duration.ofMinutes(5)), Duration.ofMinutes(5));
}
