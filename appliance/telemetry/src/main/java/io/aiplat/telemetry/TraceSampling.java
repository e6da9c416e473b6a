package io.aiplat.telemetry;

/// Trace sampling: which of the traces that begin here are recorded.
/// A caller's own decision goes before it.
///
/// @param ratio 0 to 1; 0 where nobody would receive the spans
record TraceSampling(double ratio) {
    /// All of them.
    static final TraceSampling ALL = new TraceSampling(1);
    /// None, because nobody would receive the spans.
    static final TraceSampling NONE = new TraceSampling(0);

    private static final double IDS = 0x1p56;
    private static final long RANDOM_BITS = (1L << 56) - 1;

    /// Decides by the trace's id, so that everyone with the same ratio decides alike.
    ///
    /// @param low the second half of the trace's id
    boolean takes(long low) {
        return (low & RANDOM_BITS) < ratio * IDS;
    }
}
