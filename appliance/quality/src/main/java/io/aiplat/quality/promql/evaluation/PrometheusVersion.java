package io.aiplat.quality.promql.evaluation;

/// Versions of Prometheus whose rules differ. What is evaluated for people goes by the third; the second is the one
/// that tests can hold the evaluation against.
enum PrometheusVersion {
    /// A range has the sample at its beginning, and a counter that begins near zero may be taken for one that began
    /// later than half an interval before its first sample.
    TWO,
    /// A range does not have the sample at its beginning
    /// (<https://prometheus.io/docs/prometheus/latest/migration/#promql>).
    THREE;

    /// The first millisecond of a range.
    long first(long begin) {
        return this == TWO ? begin : begin + 1;
    }
}
