package io.aiplat.telemetry;

import io.aiplat.telemetry.metric.Gauge;
import io.aiplat.telemetry.metric.Meter;
import io.aiplat.telemetry.metric.RouteLabels;
import io.aiplat.telemetry.request.BodyRefusal;
import io.aiplat.telemetry.request.EndpointLabel;
import io.aiplat.telemetry.span.SpanSink;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// What is seen of requests. For each, the gateway calls [#begin], fills the record, and calls [#finished]; neither
/// blocks. All methods may be called by many threads at once.
public final class Telemetry implements AutoCloseable {
    /// The media type of [#scrape].
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final int UNAUTHORIZED = 401;

    private final Consumer<String> log;
    private final Consumer<String> trouble;
    private final Clock clock;
    private final Transport transport;
    private final LongSupplier ticks;
    private final Metrics metrics = new Metrics();
    private volatile @Nullable SpanDelivery store;
    private volatile Exposure now;

    /// What is made of requests, besides their metrics.
    ///
    /// @param export null where nobody collects spans
    private record Exposure(
            TelemetrySettings settings, @Nullable SpanExport export) {
        void close() {
            if (export != null) {
                export.close();
            }
        }
    }

    /// How a collector behind TLS is reached; one without is reached directly.
    ///
    /// @param proxies which proxy leads to it
    /// @param tls     for its certificate; null for what Java trusts
    /// @param trust   the same as `tls` trusts; null together with it
    public record Transport(
            ProxySelector proxies,
            @Nullable SSLContext tls,
            @Nullable X509TrustManager trust) {}

    /// Starts the exporter when there is a collector, which is reached without a proxy.
    ///
    /// @param log     takes a line for each request, without its line end; must not block
    /// @param trouble is told when a collector takes no spans, and when it takes them again
    /// @param ticks   nanoseconds that never go back
    public Telemetry(
            TelemetrySettings settings,
            Consumer<String> log,
            Consumer<String> trouble,
            Clock clock,
            LongSupplier ticks) {
        this(settings, log, trouble, clock, ticks, new Transport(HttpClient.Builder.NO_PROXY, null, null));
    }

    /// The same, with another way to the collector.
    public Telemetry(
            TelemetrySettings settings,
            Consumer<String> log,
            Consumer<String> trouble,
            Clock clock,
            LongSupplier ticks,
            Transport transport) {
        this.transport = transport;
        this.log = log;
        this.trouble = trouble;
        this.clock = clock;
        this.ticks = ticks;
        this.now = exposure(settings);
    }

    private Exposure exposure(TelemetrySettings settings) {
        URI collector = settings.otlp();
        return new Exposure(
                settings,
                collector == null
                        ? null
                        : new SpanExport(
                                settings, collector, metrics, new ExportOutage(collector, trouble, ticks), transport));
    }

    /// Goes by other settings from now on. What still waits for the collector before is sent to it, for five seconds
    /// at most; requests that are under way end with the new ones. Metrics go on. For one thread.
    public void follow(TelemetrySettings settings) {
        Exposure before = now;
        if (!before.settings().equals(settings)) {
            now = exposure(settings);
            before.close();
        }
    }

    /// Keeps the spans of requests for models in a store, too. To be called at most once, before requests come; the
    /// sink is used until this is closed.
    public void keep(SpanSink sink) {
        if (store != null) {
            throw new IllegalStateException("spans are kept already");
        }
        store = new SpanDelivery(sink, metrics, trouble);
    }

    /// Of the traces that begin here: a store takes all that a collector does not choose from.
    private TraceSampling sampling(TelemetrySettings settings) {
        if (settings.otlp() != null) {
            return new TraceSampling(settings.sampleRatio());
        }
        return store == null ? TraceSampling.NONE : TraceSampling.ALL;
    }

    /// The counters of a route, to be kept beside it. Beyond 500 routes all further ones share one.
    ///
    /// @param model    the configured name of the model, never one that only a client made up
    /// @param upstream the upstream's name
    /// @param provider `ollama`, `openai`, `anthropic`, `embedded`
    public Meter forRoute(String model, String upstream, String provider, EndpointLabel surface) {
        return metrics.meter(new RouteLabels(model, upstream, provider, surface));
    }

    /// Begins a request, as soon as its head is read.
    ///
    /// @param id          its id, as in `x-request-id`
    /// @param traceparent the caller's header; null when it has none or more than one
    /// @param tracestate  the caller's header, several joined by a comma
    public RequestRecord begin(
            String id, EndpointLabel surface, @Nullable String traceparent, @Nullable String tracestate) {
        metrics.began();
        TelemetrySettings settings = now.settings();
        Instant instant = clock.instant();
        return new RequestRecord(
                id,
                surface,
                TraceContext.begin(traceparent, tracestate, sampling(settings)),
                settings,
                instant.getEpochSecond() * 1_000_000_000 + instant.getNano(),
                ticks);
    }

    /// Ends a request, on every way out; only the first call counts. A request without a valid key is only counted:
    /// a flood of them reaches neither the log nor the collector.
    public void finished(RequestRecord request) {
        if (!request.end()) {
            return;
        }
        metrics.finished(request);
        if (request.status() == UNAUTHORIZED) {
            return;
        }
        Exposure exposure = now;
        if (exposure.export() != null && request.trace().sampled()) {
            exposure.export().finished(request);
        }
        SpanDelivery kept = store;
        if (kept != null && request.isStored()) {
            kept.finished(request);
        }
        log.accept(LogLine.of(request, exposure.settings().contentInLog()));
    }

    /// A guard changed or refused something, or could not look at it.
    ///
    /// @param guard  its configured name
    /// @param action `masked`, `blocked` or `failed`
    public void guardHit(String guard, String action) {
        metrics.guardHit(guard, action);
    }

    /// A body was not read.
    public void bodyRefused(BodyRefusal why) {
        metrics.bodyRefused(why);
    }

    /// An upstream was given a rest.
    public void cooledDown(String upstream) {
        metrics.cooledDown(upstream);
    }

    /// Servers of a route were started, or could not be.
    ///
    /// @param model   the configured name of the model
    /// @param outcome `started` or `failed`
    public void coldStarted(String model, String outcome) {
        metrics.coldStarted(model, outcome);
    }

    /// Adds a source of figures for a gauge; it is asked when someone scrapes.
    public void gauge(Gauge gauge, Gauge.Source source) {
        metrics.gauges().add(gauge, source);
    }

    /// Writes all metrics in Prometheus' text format.
    ///
    /// @throws IOException when `to` cannot be written
    public void scrape(OutputStream to) throws IOException {
        metrics.write(to);
    }

    /// Sends and keeps the spans that still wait, for five seconds each at most.
    @Override
    public void close() {
        now.close();
        SpanDelivery kept = store;
        if (kept != null) {
            kept.close();
        }
    }
}
