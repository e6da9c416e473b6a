package io.aiplat.telemetry;

import com.sun.management.ThreadMXBean;
import io.aiplat.model.spend.TokenUsage;
import io.aiplat.telemetry.request.StreamOutcome;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// Prints what telemetry costs the thread of a request. No test: a figure of a busy machine proves nothing.
final class TelemetryCost {
    private static final int ROUNDS = 5;
    private static final int REQUESTS = 200_000;
    private static final int PACED = 20_000;
    private static final String UNRECORDED = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00";
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static int paced;

    private TelemetryCost() {}

    public static void main(String[] arguments) throws IOException {
        Consumer<String> nowhere = line -> {};
        Telemetry quiet =
                new Telemetry(TelemetrySettings.quiet("1"), nowhere, nowhere, Clock.systemUTC(), System::nanoTime);
        measure("metrics and log, no collector", () -> request(quiet, null));
        measure("begin and traceparent only", () -> quiet.begin("req", TestLabel.CHAT, null, null));
        try (Collector collector = Collector.forgetting();
                Telemetry tracing = exporting(collector)) {
            // Paced, so that spans are taken rather than dropped; sleeping is no CPU time.
            measure("the same, every request sampled", PACED, () -> {
                if (++paced % 200 == 0) {
                    LockSupport.parkNanos(20_000_000);
                }
                request(tracing, null);
            });
            tracing.scrape(System.out);
        }
        try (Collector collector = Collector.forgetting();
                Telemetry tracing = exporting(collector)) {
            measure("the same, of a caller that does not record", () -> request(tracing, UNRECORDED));
        }
        try (SdkTracerProvider provider = SdkTracerProvider.builder()
                .addSpanProcessor(
                        BatchSpanProcessor.builder(SpanExporter.composite()).build())
                .build()) {
            Tracer tracer = provider.get("aiplat");
            measure("two spans of 20 attributes made by the library's tracer", () -> {
                librarySpan(tracer, SpanKind.SERVER);
                librarySpan(tracer, SpanKind.CLIENT);
            });
        }
    }

    private static Telemetry exporting(Collector collector) {
        return new Telemetry(
                TelemetrySettings.exporting("1", collector.address()),
                line -> {},
                trouble -> {},
                Clock.systemUTC(),
                System::nanoTime);
    }

    private static void request(Telemetry telemetry, String traceparent) {
        RequestRecord request = telemetry.begin("req-0123456789abcdef", TestLabel.CHAT, traceparent, null);
        request.caller("laptop", "research");
        request.asked("fast", true);
        request.model("qwen3");
        AttemptRecord attempt =
                request.attempt(telemetry.forRoute("qwen3", "ollama-1", "ollama", TestLabel.CHAT), "127.0.0.1", 11434);
        attempt.traceparent();
        attempt.firstChunk();
        request.firstToken();
        TokenUsage usage = TokenUsage.of(200, 100);
        attempt.used(usage);
        attempt.answeredAs("id", "qwen3", "stop");
        attempt.succeeded();
        request.used(usage);
        request.cost(12, "EUR");
        request.streamed(StreamOutcome.ENDED);
        request.bytes(1_000, 1_000);
        request.answered(200, null);
        telemetry.finished(request);
    }

    private static void librarySpan(Tracer tracer, SpanKind kind) {
        var span = tracer.spanBuilder("chat qwen3").setSpanKind(kind).startSpan();
        for (int i = 0; i < 20; i++) {
            span.setAttribute("gen_ai.attribute." + i, i);
        }
        span.end();
    }

    private static void measure(String what, Runnable one) {
        measure(what, REQUESTS, one);
    }

    private static void measure(String what, int requests, Runnable one) {
        for (int i = 0; i < requests; i++) {
            one.run();
        }
        long best = Long.MAX_VALUE;
        long bytes = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long cpu = THREADS.getCurrentThreadCpuTime();
            long allocated = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < requests; i++) {
                one.run();
            }
            best = Math.min(best, (THREADS.getCurrentThreadCpuTime() - cpu) / requests);
            bytes = (THREADS.getCurrentThreadAllocatedBytes() - allocated) / requests;
        }
        System.out.printf("%-60s %6d ns CPU %6d bytes%n", what, best, bytes);
    }
}
