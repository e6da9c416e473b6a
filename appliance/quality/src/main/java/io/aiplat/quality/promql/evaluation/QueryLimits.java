package io.aiplat.quality.promql.evaluation;

import java.time.Duration;

/// What a query may take.
///
/// @param points  for each series of a range query
/// @param samples that are looked at
/// @param results samples of what it is evaluated to
/// @param time    from its beginning
public record QueryLimits(int points, int samples, int results, Duration time) {
    /// As many points as with Prometheus, and what the heap of an appliance bears: samples are a month of 17 series,
    /// or a day of 520, and take 50 MB, twice that while they are read.
    public static final QueryLimits USUAL = new QueryLimits(11_000, 3_000_000, 500_000, Duration.ofSeconds(30));
}
