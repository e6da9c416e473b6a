package io.aiplat.quality.promql.evaluation;

import java.time.Duration;

/// What a query may take.
///
/// @param points  for each series of a range query
/// @param samples that are looked at
/// @param results samples of what it is evaluated to
/// @param time    from its beginning
public record QueryLimits(int points, int samples, int results, Duration time) {
    /// As many points as with Prometheus, and what a laptop bears: 20 million samples are 320 MB.
    public static final QueryLimits USUAL = new QueryLimits(11_000, 20_000_000, 500_000, Duration.ofSeconds(30));
}
