package io.aiplat.telemetry;

/// What a metric is, in Prometheus' words.
enum MetricKind {
    COUNTER("counter"),
    GAUGE("gauge"),
    HISTOGRAM("histogram");

    private final String word;

    MetricKind(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }
}
