package io.aiplat.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.TraceStateBuilder;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.ProxyOptions;
import io.opentelemetry.sdk.common.export.RetryPolicy;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// Sends spans to a collector, in batches, from a thread of the library. A request only puts its spans into a queue;
/// when that is full they are dropped and counted.
final class SpanExport implements AutoCloseable {
    /// Spans that wait; with content captured each holds up to 64 KiB.
    static final int QUEUE = 2_048;

    private static final int BATCH = 512;
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Spans spans;
    private final boolean content;
    private final Resource resource;
    private final Metrics metrics;
    private final BatchSpanProcessor processor;
    private final AtomicInteger waiting = new AtomicInteger();

    SpanExport(
            TelemetrySettings settings,
            URI collector,
            Metrics metrics,
            ExportOutage outage,
            Telemetry.Transport transport) {
        this.spans = new Spans(settings.convention());
        this.content = settings.contentInSpans();
        this.metrics = metrics;
        this.resource = Resource.create(Attributes.of(
                AttributeKey.stringKey("service.name"),
                "aiplat",
                AttributeKey.stringKey("service.version"),
                settings.version()));
        // Its queue is larger than ours, so that what is dropped is dropped, and counted, here.
        this.processor = BatchSpanProcessor.builder(new Counting(exporter(settings, collector, transport), outage))
                .setMaxQueueSize(2 * QUEUE)
                .setMaxExportBatchSize(BATCH)
                .setScheduleDelay(EVERY)
                .setExporterTimeout(TIMEOUT.multipliedBy(3))
                .build();
    }

    private static SpanExporter exporter(TelemetrySettings settings, URI collector, Telemetry.Transport transport) {
        String base = collector.toString();
        OtlpHttpSpanExporterBuilder builder = OtlpHttpSpanExporter.builder()
                .setEndpoint((base.endsWith("/") ? base : base + "/") + "v1/traces")
                .setCompression("gzip")
                .setTimeout(TIMEOUT)
                .setRetryPolicy(RetryPolicy.getDefault());
        settings.otlpHeaders().forEach(builder::addHeader);
        boolean secured = "https".equalsIgnoreCase(collector.getScheme());
        builder.setProxy(ProxyOptions.create(secured ? transport.proxies() : HttpClient.Builder.NO_PROXY));
        SSLContext tls = transport.tls();
        X509TrustManager trust = transport.trust();
        if (tls != null && trust != null) {
            builder.setSslContext(tls, trust);
        }
        return builder.build();
    }

    /// Queues the spans of a request.
    void finished(RequestRecord request) {
        int count = 1 + request.attempts().size();
        if (waiting.addAndGet(count) > QUEUE) {
            waiting.addAndGet(-count);
            metrics.spans("dropped", count);
            return;
        }
        TraceContext trace = request.trace();
        String traceId = trace.traceId();
        SpanContext own = context(trace, traceId, trace.span());
        processor.onEnd(new FinishedSpan(
                resource,
                SpanKind.SERVER,
                Spans.name(request),
                own,
                trace.parent() == 0 ? SpanContext.getInvalid() : remote(trace, traceId),
                request.epochNanos(request.began()),
                request.epochNanos(request.ended()),
                Spans.failed(request),
                () -> spans.attributes(request)));
        for (AttemptRecord attempt : request.attempts()) {
            processor.onEnd(new FinishedSpan(
                    resource,
                    SpanKind.CLIENT,
                    Spans.name(attempt),
                    context(trace, traceId, attempt.span()),
                    own,
                    request.epochNanos(attempt.began()),
                    request.epochNanos(attempt.ended()),
                    attempt.error() != null,
                    () -> spans.attributes(request, attempt, content)));
        }
    }

    private static SpanContext context(TraceContext trace, String traceId, long span) {
        return SpanContext.create(traceId, Hex.of(span), TraceFlags.getSampled(), state(trace.state()));
    }

    private static SpanContext remote(TraceContext trace, String traceId) {
        return SpanContext.createFromRemoteParent(
                traceId, Hex.of(trace.parent()), TraceFlags.getSampled(), state(trace.state()));
    }

    /// Entries that are not as the standard says are left out by the builder.
    private static TraceState state(@Nullable String header) {
        if (header == null) {
            return TraceState.getDefault();
        }
        String[] entries = header.split(",", -1);
        TraceStateBuilder builder = TraceState.builder();
        // The builder puts what comes last first.
        for (int i = entries.length - 1; i >= 0; i--) {
            String entry = entries[i].strip();
            int equals = entry.indexOf('=');
            if (equals > 0) {
                builder.put(entry.substring(0, equals), entry.substring(equals + 1));
            }
        }
        return builder.build();
    }

    /// Sends what waits, for five seconds at most. What comes later is dropped, and counted.
    @Override
    public void close() {
        waiting.addAndGet(2 * QUEUE);
        processor.shutdown().join(5, TimeUnit.SECONDS);
    }

    /// Counts what becomes of the spans the library takes from its queue.
    private final class Counting implements SpanExporter {
        private final SpanExporter exporter;
        private final ExportOutage outage;

        Counting(SpanExporter exporter, ExportOutage outage) {
            this.exporter = exporter;
            this.outage = outage;
        }

        @Override
        public CompletableResultCode export(Collection<SpanData> batch) {
            int count = batch.size();
            CompletableResultCode result = exporter.export(batch);
            result.whenComplete(() -> {
                waiting.addAndGet(-count);
                if (result.isSuccess()) {
                    metrics.spans("exported", count);
                    outage.ended();
                } else {
                    metrics.spans("failed", count);
                    outage.failed(result.getFailureThrowable());
                }
            });
            return result;
        }

        @Override
        public CompletableResultCode flush() {
            return exporter.flush();
        }

        @Override
        public CompletableResultCode shutdown() {
            return exporter.shutdown();
        }
    }
}
