package io.aiplat.telemetry.metric;

import io.aiplat.model.spend.TokenUsage;
import io.aiplat.telemetry.request.StreamOutcome;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import java.util.concurrent.ConcurrentHashMap;

/// The counters of one route, looked up once. Made by `Telemetry.forRoute`; the gateway keeps it beside the route
/// and hands it to `RequestRecord.attempt`.
public final class Meter {
    private static final double NANOS = 1e9;

    private final RouteLabels labels;
    private final MetricFamilies families;
    private final LazyValue<CounterDataPoint> ok;
    private final LazyValue<DistributionDataPoint> operation;
    private final LazyValue<DistributionDataPoint> duration;
    private final LazyValue<DistributionDataPoint> firstToken;
    private final LazyValue<DistributionDataPoint> perToken;
    private final LazyValue<DistributionDataPoint> input;
    private final LazyValue<DistributionDataPoint> output;
    private final ConcurrentHashMap<StreamOutcome, CounterDataPoint> streams = new ConcurrentHashMap<>();

    /// Counts under these labels; a series appears with the first thing it counts.
    public Meter(RouteLabels labels, MetricFamilies families) {
        this.labels = labels;
        this.families = families;
        this.ok = new LazyValue<>(() -> requests(200));
        this.operation = new LazyValue<>(() -> operation(""));
        this.duration = new LazyValue<>(() -> distribution(Metric.REQUEST_DURATION));
        this.firstToken = new LazyValue<>(() -> distribution(Metric.TIME_TO_FIRST_TOKEN));
        this.perToken = new LazyValue<>(() -> distribution(Metric.TIME_PER_OUTPUT_TOKEN));
        this.input = new LazyValue<>(() -> tokens("input"));
        this.output = new LazyValue<>(() -> tokens("output"));
    }

    /// What its series are labelled with.
    public RouteLabels labels() {
        return labels;
    }

    /// A request was answered.
    ///
    /// @param status of HTTP
    public void answered(int status) {
        (status == 200 ? ok.value() : requests(status)).inc();
    }

    /// A request ended in an error.
    ///
    /// @param errorType the label of that name
    public void failed(String errorType) {
        families.counter(Metric.ERRORS)
                .labelValues(labels.model(), labels.upstream(), labels.surface().label(), errorType)
                .inc();
    }

    /// A request took further attempts.
    ///
    /// @param times attempts after the first
    public void retried(int times) {
        families.counter(Metric.RETRIES)
                .labelValues(labels.model(), labels.upstream(), labels.surface().label())
                .inc(times);
    }

    /// An attempt is over.
    ///
    /// @param errorType empty: none
    public void attempted(long nanos, String errorType) {
        (errorType.isEmpty() ? operation.value() : operation(errorType)).observe(nanos / NANOS);
    }

    /// A request took so long, with all attempts and waiting.
    public void took(long nanos) {
        duration.value().observe(nanos / NANOS);
    }

    /// The client had its first token so long after its request.
    public void firstTokenAfter(long nanos) {
        firstToken.value().observe(nanos / NANOS);
    }

    /// The tokens after the first took so long each.
    public void eachTokenTook(double nanos) {
        perToken.value().observe(nanos / NANOS);
    }

    /// A request has used so many tokens.
    public void used(TokenUsage usage) {
        input.value().observe((double) usage.inputTokens());
        output.value().observe((double) usage.outputTokens());
    }

    /// A stream has ended so.
    public void streamed(StreamOutcome outcome) {
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
