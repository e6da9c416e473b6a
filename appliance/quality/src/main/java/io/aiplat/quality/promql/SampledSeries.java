package io.aiplat.quality.promql;

/// Samples of a series.
public final class SampledSeries {
    /// Bits of the value that says that a series has ended for now: a NaN of its own, as in
    /// [Prometheus](https://github.com/prometheus/prometheus/blob/main/model/value/value.go).
    public static final long STALE = 0x7ff0000000000002L;

    private final LabelSet labels;
    private final long[] times;
    private final double[] values;

    /// Keeps the arrays themselves.
    ///
    /// @param labels with the metric's name
    /// @param times  milliseconds since 1970, each after the one before
    /// @param values as many; one may be [#STALE]
    public SampledSeries(LabelSet labels, long[] times, double[] values) {
        this.labels = labels;
        this.times = times;
        this.values = values;
    }

    /// Whether a value says that the series has ended for now.
    public static boolean isStale(double value) {
        return Double.doubleToRawLongBits(value) == STALE;
    }

    /// With the metric's name.
    public LabelSet labels() {
        return labels;
    }

    /// Milliseconds since 1970, each after the one before. Not to be changed.
    public long[] times() {
        return times;
    }

    /// One for each time. Not to be changed.
    public double[] values() {
        return values;
    }
}
