package io.aiplat.telemetry.metric;

/// What a metric is, in Prometheus' words.
public enum MetricKind {
    COUNTER("counter"),
    GAUGE("gauge"),
    HISTOGRAM("histogram");

    private final String word;

    MetricKind(String word) {
        this.word = word;
    }

    /// As the exposition format writes it.
    public String word() {
        return word;
    }
}
