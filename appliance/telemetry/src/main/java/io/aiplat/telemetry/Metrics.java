package io.aiplat.telemetry;

import io.aiplat.model.spend.TokenUsage;
import io.aiplat.telemetry.metric.CardinalityLimit;
import io.aiplat.telemetry.metric.GaugeCollector;
import io.aiplat.telemetry.metric.Meter;
import io.aiplat.telemetry.metric.Metric;
import io.aiplat.telemetry.metric.MetricFamilies;
import io.aiplat.telemetry.metric.RouteLabels;
import io.aiplat.telemetry.metric.SpendLabels;
import io.aiplat.telemetry.metric.SpendMeter;
import io.aiplat.telemetry.request.BodyRefusal;
import io.aiplat.telemetry.request.CacheOutcome;
import io.aiplat.telemetry.request.StreamOutcome;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Counts finished requests, and writes the counts for Prometheus.
final class Metrics {
    /// Sets of labels that come from routes and teams; what is beyond is counted as `other`.
    static final int ROUTES = 500;

    private static final int WORDS = 64;
    private static final String UNKNOWN = "unknown";
    private static final String OTHER = "other";

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();
    private final LongAdder inFlight = new LongAdder();
    private final MetricFamilies families = new MetricFamilies(registry);
    private final GaugeCollector gauges = new GaugeCollector(registry, inFlight::sum);
    private final CardinalityLimit<RouteLabels, Meter> meters =
            new CardinalityLimit<>(ROUTES, RouteLabels::other, labels -> new Meter(labels, families));
    private final CardinalityLimit<SpendLabels, SpendMeter> spending =
            new CardinalityLimit<>(ROUTES, SpendLabels::other, labels -> new SpendMeter(labels, families));
    private final CardinalityLimit<String, String> errorTypes = words();
    private final CardinalityLimit<String, String> upstreams = words();
    private final CardinalityLimit<String, String> guards = words();
    private final CardinalityLimit<String, String> models =
            new CardinalityLimit<>(ROUTES, model -> OTHER, UnaryOperator.identity());

    private static CardinalityLimit<String, String> words() {
        return new CardinalityLimit<>(WORDS, word -> OTHER, UnaryOperator.identity());
    }

    Meter meter(RouteLabels labels) {
        return meters.of(labels);
    }

    GaugeCollector gauges() {
        return gauges;
    }

    void began() {
        inFlight.increment();
    }

    /// Counts a request that is over.
    void finished(RequestRecord request) {
        inFlight.decrement();
        AttemptRecord last = request.lastAttempt();
        Meter meter = last == null ? withoutUpstream(request) : last.meter();
        meter.answered(request.status());
        meter.took(request.totalNanos());
        String error = request.error();
        if (error != null) {
            meter.failed(errorTypes.of(error));
        }
        if (last != null) {
            attempts(request, meter);
        }
        stream(request, meter);
        spend(request, meter);
        long waited = request.queueNanos();
        String queue = request.queue();
        if (queue != null) {
            families.histogram(Metric.QUEUE_WAIT)
                    .labelValues(upstreams.of(queue))
                    .observe(waited / 1e9);
        }
        if (request.coldStartNanos() >= 0) {
            families.histogram(Metric.COLD_START_WAIT)
                    .labelValues(meter.labels().model())
                    .observe(request.coldStartNanos() / 1e9);
        }
        if (request.cache() != CacheOutcome.OFF) {
            families.counter(Metric.CACHE)
                    .labelValues(meter.labels().model(), request.cache().label())
                    .inc();
        }
    }

    private Meter withoutUpstream(RequestRecord request) {
        String model = request.model();
        return meters.of(RouteLabels.withoutUpstream(model == null ? UNKNOWN : model, request.surface()));
    }

    private void attempts(RequestRecord request, Meter last) {
        for (AttemptRecord attempt : request.attempts()) {
            attempt.meter().attempted(attempt.ended() - attempt.began(), errorType(attempt.error()));
        }
        int retries = request.attempts().size() - 1;
        if (retries > 0) {
            last.retried(retries);
        }
    }

    private String errorType(@Nullable String type) {
        return type == null ? "" : errorTypes.of(type);
    }

    private static void stream(RequestRecord request, Meter meter) {
        StreamOutcome outcome = request.streamOutcome();
        if (outcome == null) {
            return;
        }
        meter.streamed(outcome);
        long first = request.toFirstToken();
        if (first < 0) {
            return;
        }
        meter.firstTokenAfter(first);
        long tokens = request.usage().outputTokens();
        if (tokens > 1 && outcome == StreamOutcome.ENDED) {
            meter.eachTokenTook((request.totalNanos() - first) / (double) (tokens - 1));
        }
    }

    private void spend(RequestRecord request, Meter meter) {
        TokenUsage usage = request.usage();
        String currency = request.currency();
        boolean used = usage.inputTokens() + usage.outputTokens() > 0;
        long slot = 0;
        for (AttemptRecord attempt : request.attempts()) {
            slot += attempt.slotNanos();
        }
        if (!used && currency == null && slot == 0) {
            return;
        }
        String team = request.team();
        SpendMeter spend = spending.of(new SpendLabels(meter.labels().model(), team == null ? "" : team));
        if (slot > 0) {
            spend.held(slot, request.gpuNanos());
        }
        if (used) {
            meter.used(usage);
            spend.used(usage);
        }
        if (currency != null) {
            spend.spent(request.costMicros(), currency);
        }
    }

    void guardHit(String guard, String action) {
        families.counter(Metric.GUARDS).labelValues(guards.of(guard), action).inc();
    }

    void bodyRefused(BodyRefusal why) {
        families.counter(Metric.BODY_REFUSALS).labelValues(why.label()).inc();
    }

    void cooledDown(String upstream) {
        families.counter(Metric.COOLDOWNS).labelValues(upstreams.of(upstream)).inc();
    }

    void coldStarted(String model, String outcome) {
        families.counter(Metric.COLD_STARTS)
                .labelValues(models.of(model), outcome)
                .inc();
    }

    void spans(String outcome, long count) {
        families.counter(Metric.SPANS).labelValues(outcome).inc(count);
    }

    void stored(String outcome, long count) {
        families.counter(Metric.STORED_SPANS).labelValues(outcome).inc(count);
    }

    void write(OutputStream to) throws IOException {
        writer.write(to, registry.scrape(), EscapingScheme.UNDERSCORE_ESCAPING);
    }
}
