package io.aiplat.telemetry;

import java.util.function.Consumer;

/// What other rooms are asked for when someone scrapes. The order of label values is that of the reference.
public enum Gauge {
    /// Labels: upstream.
    QUEUE_DEPTH(Metric.QUEUE_DEPTH),
    /// Labels: upstream.
    UPSTREAM_IN_FLIGHT(Metric.UPSTREAM_IN_FLIGHT),
    /// Labels: model, upstream. 1 or 0.
    UPSTREAM_HEALTHY(Metric.UPSTREAM_HEALTHY),
    /// Labels: owner (`key` or `team`), name, currency.
    BUDGET_LEFT(Metric.BUDGET_LEFT),
    /// No labels.
    BYTES_IN_FLIGHT(Metric.BYTES_IN_FLIGHT);

    private final Metric metric;

    Gauge(Metric metric) {
        this.metric = metric;
    }

    Metric metric() {
        return metric;
    }

    /// Reads the figures of a gauge. It is called on the scrape's thread and must not wait for anything.
    public interface Source extends Consumer<Sink> {}

    /// Takes the figures of a gauge.
    public interface Sink {
        /// One figure. Beyond 1,000 sets of labels further ones are left out.
        void set(double value, String... labels);
    }
}
