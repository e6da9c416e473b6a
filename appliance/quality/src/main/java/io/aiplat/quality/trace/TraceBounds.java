package io.aiplat.quality.trace;

import java.time.Duration;

/// Bounds of what a store of traces keeps.
///
/// @param keep  how long a trace is kept, from its last observation on
/// @param bytes most that the store takes on the disk; the oldest traces go first
/// @param most  observations of one trace; what is more is dropped
public record TraceBounds(Duration keep, long bytes, int most) {
    /// A month, a gibibyte.
    public static final TraceBounds USUAL = new TraceBounds(Duration.ofDays(30), 1L << 30, 10_000);
}
