package io.aiplat.telemetry;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import java.util.concurrent.ConcurrentHashMap;

/// The counters of one route, looked up once. Made by [Telemetry#forRoute]; the gateway keeps it beside the route
/// and hands it to [RequestRecord#attempt].
public final class Meter {
    private static final double NANOS = 1e9;

    private final RouteLabels labels;
    private final Families families;
    private final OnFirstUse<CounterDataPoint> ok;
    private final OnFirstUse<DistributionDataPoint> operation;
    private final OnFirstUse<DistributionDataPoint> duration;
    private final OnFirstUse<DistributionDataPoint> firstToken;
    private final OnFirstUse<DistributionDataPoint> perToken;
    private final OnFirstUse<DistributionDataPoint> input;
    private final OnFirstUse<DistributionDataPoint> output;
    private final ConcurrentHashMap<StreamOutcome, CounterDataPoint> streams = new ConcurrentHashMap<>();

    Meter(RouteLabels labels, Families families) {
        this.labels = labels;
        this.families = families;
        this.ok = new OnFirstUse<>(() -> requests(200));
        this.operation = new OnFirstUse<>(() -> operation(""));
        this.duration = new OnFirstUse<>(() -> distribution(Metric.REQUEST_DURATION));
        this.firstToken = new OnFirstUse<>(() -> distribution(Metric.TIME_TO_FIRST_TOKEN));
        this.perToken = new OnFirstUse<>(() -> distribution(Metric.TIME_PER_OUTPUT_TOKEN));
        this.input = new OnFirstUse<>(() -> tokens("input"));
        this.output = new OnFirstUse<>(() -> tokens("output"));
    }

    RouteLabels labels() {
        return labels;
    }

    void answered(int status) {
        (status == 200 ? ok.value() : requests(status)).inc();
    }

    void failed(String errorType) {
        families.counter(Metric.ERRORS)
                .labelValues(labels.model(), labels.upstream(), labels.surface().label(), errorType)
                .inc();
    }

    void retried(int times) {
        families.counter(Metric.RETRIES)
                .labelValues(labels.model(), labels.upstream(), labels.surface().label())
                .inc(times);
    }

    /// An attempt is over.
    ///
    /// @param errorType empty: none
    void attempted(long nanos, String errorType) {
        (errorType.isEmpty() ? operation.value() : operation(errorType)).observe(nanos / NANOS);
    }

    void took(long nanos) {
        duration.value().observe(nanos / NANOS);
    }

    void firstTokenAfter(long nanos) {
        firstToken.value().observe(nanos / NANOS);
    }

    void eachTokenTook(double nanos) {
        perToken.value().observe(nanos / NANOS);
    }

    void used(Usage usage) {
        input.value().observe((double) usage.input());
        output.value().observe((double) usage.output());
    }

    void streamed(StreamOutcome outcome) {
        streams.computeIfAbsent(
                        outcome,
                        o -> families.counter(Metric.STREAMS)
                                .labelValues(
                                        labels.model(),
                                        labels.upstream(),
                                        labels.surface().label(),
                                        o.label()))
                .inc();
    }

    private CounterDataPoint requests(int status) {
        return families.counter(Metric.REQUESTS)
                .labelValues(labels.model(), labels.upstream(), labels.surface().label(), Integer.toString(status));
    }

    private DistributionDataPoint operation(String errorType) {
        return families.histogram(Metric.OPERATION_DURATION)
                .labelValues(
                        labels.surface().operation(), labels.provider(), labels.model(), labels.upstream(), errorType);
    }

    private DistributionDataPoint distribution(Metric metric) {
        return families.histogram(metric)
                .labelValues(labels.surface().operation(), labels.provider(), labels.model(), labels.upstream());
    }

    private DistributionDataPoint tokens(String type) {
        return families.histogram(Metric.TOKEN_USAGE)
                .labelValues(labels.surface().operation(), labels.provider(), labels.model(), labels.upstream(), type);
    }
}
