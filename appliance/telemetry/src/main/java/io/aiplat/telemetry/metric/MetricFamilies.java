package io.aiplat.telemetry.metric;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/// The counters and histograms of [Metric], registered.
public final class MetricFamilies {
    private final Map<Metric, Counter> counters = new EnumMap<>(Metric.class);
    private final Map<Metric, Histogram> histograms = new EnumMap<>(Metric.class);

    /// Registers all that are counted here, which works once for each registry.
    public MetricFamilies(PrometheusRegistry registry) {
        for (Metric metric : Metric.values()) {
            switch (metric.kind()) {
                case COUNTER -> {
                    if (!Gauge.reads(metric)) {
                        counters.put(metric, counter(metric, registry));
                    }
                }
                case HISTOGRAM -> histograms.put(metric, histogram(metric, registry));
                case GAUGE -> {
                    // Gauges are read when someone scrapes; Gauges registers them.
                }
            }
        }
    }

    /// A counter.
    ///
    /// @throws NullPointerException if the metric is none, or is one that [Gauge] reads
    public Counter counter(Metric metric) {
        return Objects.requireNonNull(counters.get(metric), metric.id());
    }

    /// A histogram.
    ///
    /// @throws NullPointerException if the metric is none
    public Histogram histogram(Metric metric) {
        return Objects.requireNonNull(histograms.get(metric), metric.id());
    }

    /// Exemplars are off: the text format has none, and they would look for OpenTelemetry's own current span.
    private static Counter counter(Metric metric, PrometheusRegistry registry) {
        return Counter.builder()
                .name(metric.id())
                .help(metric.help())
                .labelNames(metric.labelNames())
                .withoutExemplars()
                .register(registry);
    }

    private static Histogram histogram(Metric metric, PrometheusRegistry registry) {
        return Histogram.builder()
                .name(metric.id())
                .help(metric.help())
                .labelNames(metric.labelNames())
                .classicOnly()
                .classicUpperBounds(metric.bounds())
                .withoutExemplars()
                .register(registry);
    }
}
