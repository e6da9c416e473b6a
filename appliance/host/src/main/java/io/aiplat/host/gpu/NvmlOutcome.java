package io.aiplat.host.gpu;

/// Outcome of asking NVML: whether NVIDIA's driver answers through its library, and if not, why.
///
/// @param state what came of it
/// @param said  by NVML or the system where it did not answer, such as `Driver/library version mismatch`; empty where
/// it
///              did, and where there is nobody to ask
public record NvmlOutcome(State state, String said) {
    /// There is no library.
    static final NvmlOutcome ABSENT = new NvmlOutcome(State.ABSENT, "");

    /// It answered.
    static final NvmlOutcome ANSWERS = new NvmlOutcome(State.ANSWERS, "");

    /// What came of asking.
    public enum State {
        /// No library `libnvidia-ml.so.1` was found.
        ABSENT,
        /// It answered.
        ANSWERS,
        /// It said that it will not, as where the driver is not loaded or is of another version than the library.
        REFUSES,
        /// It did not answer in time, which a card that has fallen off the bus is known for.
        HANGS,
        /// It could not be loaded, or crashed.
        BROKEN
    }
}
