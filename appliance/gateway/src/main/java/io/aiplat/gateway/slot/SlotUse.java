package io.aiplat.gateway.slot;

/// What a request has had of a server of ours.
///
/// @param nanos    that it held a place there
/// @param gpuNanos nanoseconds of a GPU that fall to it, as [SlotMeter] shares them out; 0 at a server without GPUs
public record SlotUse(long nanos, long gpuNanos) {
    /// Of one that had no place at a server of ours.
    public static final SlotUse NONE = new SlotUse(0, 0);

    /// Both together.
    public SlotUse plus(SlotUse other) {
        return new SlotUse(nanos + other.nanos, gpuNanos + other.gpuNanos);
    }
}
