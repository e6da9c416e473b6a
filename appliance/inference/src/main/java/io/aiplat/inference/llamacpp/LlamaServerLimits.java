package io.aiplat.inference.llamacpp;

import io.aiplat.inference.process.PoolLimits;
import java.time.Duration;

/// How much `llama-server` may take, how it uses it, and how long it waits.
///
/// @param pool          processes, the slots that each has, who may wait, and what stays free
/// @param loadPatience  how long loading may take
/// @param sharedContext whether the slots of a process have one context together; else each has one of its own, which
///                      takes the memory of as many
/// @param gpuLayers     layers of a model that GPUs compute: a number, `all`, or `auto` for as many as fit
public record LlamaServerLimits(PoolLimits pool, Duration loadPatience, boolean sharedContext, String gpuLayers) {
    /// As many layers on GPUs as their free memory takes.
    public static final String AUTO = "auto";

    /// Each slot with a context of its own, and as much on GPUs as fits.
    public LlamaServerLimits(PoolLimits pool, Duration loadPatience) {
        this(pool, loadPatience, false, AUTO);
    }

    /// How many contexts a model has in memory.
    int contexts() {
        return sharedContext ? 1 : pool.slots();
    }

    /// The same on processors only.
    public LlamaServerLimits withoutGpus() {
        return new LlamaServerLimits(pool, loadPatience, sharedContext, "0");
    }

    /// Whether GPUs may be used, where there are any.
    boolean mayUseGpus() {
        return !gpuLayers.equals("0");
    }
}
