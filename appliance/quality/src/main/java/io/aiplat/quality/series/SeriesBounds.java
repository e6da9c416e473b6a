package io.aiplat.quality.series;

import java.time.Duration;

/// Bounds of what is kept of metrics.
///
/// @param interval from one sample to the next, at least a second
/// @param keep     how long a sample is kept
/// @param bytes    most that the files take; the oldest go first
/// @param series   that are taken at one time; further ones are dropped
public record SeriesBounds(Duration interval, Duration keep, long bytes, int series) {
    /// As often as most take them with Prometheus, for a month.
    public static final SeriesBounds USUAL =
            new SeriesBounds(Duration.ofSeconds(15), Duration.ofDays(30), 256L << 20, 10_000);
}
