package io.aiplat.telemetry.metric;

import java.util.EnumSet;
import java.util.Set;
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
    /// Labels: owner (`key` or `team`), name, window. 1 where all of it is spent.
    BUDGET_USED(Metric.BUDGET_USED),
    /// No labels.
    BYTES_IN_FLIGHT(Metric.BYTES_IN_FLIGHT),
    /// No labels.
    CONNECTIONS(Metric.CONNECTIONS),
    /// No labels.
    CONNECTIONS_LIMIT(Metric.CONNECTIONS_LIMIT),
    /// No labels. Counted since the start.
    CONNECTIONS_REFUSED(Metric.CONNECTIONS_REFUSED),
    /// No labels. Counted since the start.
    CONNECTIONS_EVICTED(Metric.CONNECTIONS_EVICTED),
    /// No labels.
    OPEN_FDS(Metric.OPEN_FDS),
    /// No labels.
    MAX_FDS(Metric.MAX_FDS),
    /// No labels.
    RESIDENT(Metric.RESIDENT),
    /// Labels: area, `heap`.
    HEAP_USED(Metric.HEAP_USED),
    /// Labels: area, `heap`.
    HEAP_LIVE(Metric.HEAP_LIVE),
    /// Labels: area, `heap`.
    HEAP_MAX(Metric.HEAP_MAX),
    /// No labels.
    MEMORY_AVAILABLE(Metric.MEMORY_AVAILABLE),
    /// No labels.
    MEMORY_SIZE(Metric.MEMORY_SIZE),
    /// No labels.
    DISK_FREE(Metric.DISK_FREE),
    /// No labels.
    DISK_SIZE(Metric.DISK_SIZE),
    /// Labels: cause. Counted since the start.
    GPU_FALLBACKS(Metric.GPU_FALLBACKS),
    /// Labels: action, outcome. Counted since the start.
    GPU_MENDS(Metric.GPU_MENDS),
    /// Labels: gpu, uuid, name.
    GPU_MEMORY_TOTAL(Metric.GPU_MEMORY_TOTAL),
    /// Labels: gpu, uuid, name.
    GPU_MEMORY_USED(Metric.GPU_MEMORY_USED),
    /// Labels: gpu, uuid, name.
    GPU_UTILIZATION(Metric.GPU_UTILIZATION),
    /// Labels: gpu, uuid, name.
    GPU_TEMPERATURE(Metric.GPU_TEMPERATURE),
    /// Labels: gpu, uuid, name.
    GPU_POWER(Metric.GPU_POWER),
    /// Labels: tenant, workload, kind. Counted for as long as the ledger keeps days.
    WORKLOAD_CPU(Metric.WORKLOAD_CPU),
    /// Labels: tenant, workload, kind. Counted as the one before.
    WORKLOAD_MEMORY_TIME(Metric.WORKLOAD_MEMORY_TIME),
    /// Labels: tenant, workload, kind. Counted as the one before.
    WORKLOAD_GPU(Metric.WORKLOAD_GPU),
    /// Labels: tenant, workload, kind.
    WORKLOAD_MEMORY(Metric.WORKLOAD_MEMORY),
    /// Labels: tenant, workload, kind.
    WORKLOAD_GPUS(Metric.WORKLOAD_GPUS),
    /// Labels: tenant, workload, kind. Counted since the pods began.
    POD_RESTARTS(Metric.POD_RESTARTS),
    /// Labels: resource. 1 or 0.
    SHORT(Metric.SHORT),
    /// Labels: name.
    CERTIFICATE_EXPIRES(Metric.CERTIFICATE_EXPIRES),
    /// Labels: alertname, alertstate, severity.
    ALERTS(Metric.ALERTS),
    /// Labels: receiver, outcome. Counted since the start.
    ALERT_NOTICES(Metric.ALERT_NOTICES);

    private static final Set<Metric> READ = EnumSet.noneOf(Metric.class);

    static {
        for (Gauge gauge : values()) {
            READ.add(gauge.metric);
        }
    }

    private final Metric metric;

    Gauge(Metric metric) {
        this.metric = metric;
    }

    /// The metric that its figures appear under.
    public Metric metric() {
        return metric;
    }

    /// Whether others are asked for a metric, rather than counted here.
    static boolean reads(Metric metric) {
        return READ.contains(metric);
    }

    /// Reads the figures of a gauge. It is called on the scrape's thread and must not wait for anything; a GPU's
    /// driver may have a second.
    public interface Source extends Consumer<Sink> {}

    /// Takes the figures of a gauge.
    public interface Sink {
        /// One figure. Beyond 1,000 sets of labels further ones are left out.
        void set(double value, String... labels);
    }
}
