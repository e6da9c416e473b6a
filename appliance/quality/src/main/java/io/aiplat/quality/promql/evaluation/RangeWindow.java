package io.aiplat.quality.promql.evaluation;

import io.aiplat.quality.promql.SampledSeries;

/// Samples of a series in a time, none of which says that the series ended.
///
/// @param from  index of the first in the time
/// @param to    index behind the last
/// @param begin milliseconds at which the time begins
/// @param end   milliseconds at which it ends
record RangeWindow(SampledSeries series, int from, int to, long begin, long end) {
    int size() {
        return to - from;
    }

    /// Of all samples of the series.
    long[] times() {
        return series.times();
    }

    /// Of all samples of the series.
    double[] values() {
        return series.values();
    }
}
