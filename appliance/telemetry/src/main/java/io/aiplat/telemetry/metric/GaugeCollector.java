package io.aiplat.telemetry.metric;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;

/// The gauges, and the counters that others keep: each asks its sources when it is scraped.
public final class GaugeCollector {
    private static final int LIMIT = 1_000;

    private final Map<Gauge, List<Gauge.Source>> sources = new EnumMap<>(Gauge.class);

    /// Registers every gauge; those without a source show nothing.
    ///
    /// @param inFlight how many requests are being answered, asked at each scrape
    public GaugeCollector(PrometheusRegistry registry, LongSupplier inFlight) {
        register(Metric.IN_FLIGHT, registry, sink -> sink.set((double) inFlight.getAsLong()));
        for (Gauge gauge : Gauge.values()) {
            List<Gauge.Source> asked = new CopyOnWriteArrayList<>();
            sources.put(gauge, asked);
            register(gauge.metric(), registry, sink -> read(asked, sink));
        }
    }

    /// Adds one of a gauge's sources. Where two give the same labels, the figure of the one added first counts.
    public void add(Gauge gauge, Gauge.Source source) {
        Objects.requireNonNull(sources.get(gauge)).add(source);
    }

    /// A repeated set of labels would make the whole scrape unreadable; the first one is kept.
    private static void read(List<Gauge.Source> sources, Gauge.Sink sink) {
        Set<List<String>> seen = new HashSet<>();
        for (Gauge.Source source : sources) {
            source.accept((value, labels) -> {
                if (seen.size() < LIMIT && seen.add(List.of(labels))) {
                    sink.set(value, labels);
                }
            });
        }
    }

    private static void register(Metric metric, PrometheusRegistry registry, Gauge.Source read) {
        if (metric.kind() == MetricKind.COUNTER) {
            CounterWithCallback.builder()
                    .name(metric.id())
                    .help(metric.help())
                    .labelNames(metric.labelNames())
                    .callback(to -> read.accept(to::call))
                    .register(registry);
        } else {
            GaugeWithCallback.builder()
                    .name(metric.id())
                    .help(metric.help())
                    .labelNames(metric.labelNames())
                    .callback(to -> read.accept(to::call))
                    .register(registry);
        }
    }
}
