package io.aiplat.quality.otlp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.internal.otlp.traces.TraceRequestMarshaler;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Spans of OpenTelemetry's own SDK, encoded by it, are read as they were made.
class OtlpTest {
    private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");

    private static List<SpanData> made() {
        List<SpanData> all = new ArrayList<>();
        SpanExporter keep = new SpanExporter() {
            @Override
            public CompletableResultCode export(Collection<SpanData> spans) {
                all.addAll(spans);
                return CompletableResultCode.ofSuccess();
            }

            @Override
            public CompletableResultCode flush() {
                return CompletableResultCode.ofSuccess();
            }

            @Override
            public CompletableResultCode shutdown() {
                return CompletableResultCode.ofSuccess();
            }
        };
        try (SdkTracerProvider provider = SdkTracerProvider.builder()
                .setResource(Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), "shop")))
                .addSpanProcessor(SimpleSpanProcessor.create(keep))
                .build()) {
            Tracer tracer = provider.get("test.library");
            Span root = tracer.spanBuilder("root")
                    .setNoParent()
                    .setStartTimestamp(NOON)
                    .startSpan();
            Span child = tracer.spanBuilder("ask")
                    .setParent(Context.root().with(root))
                    .setStartTimestamp(NOON.plusMillis(5))
                    .startSpan();
            child.setAttribute("gen_ai.request.model", "smoke");
            child.setAttribute("whole", -7L);
            child.setAttribute("real", 0.25);
            child.setAttribute("flag", true);
            child.setAttribute(AttributeKey.stringArrayKey("texts"), List.of("a", "ü"));
            child.addEvent(
                    "exception",
                    Attributes.of(AttributeKey.stringKey("exception.message"), "too long"),
                    NOON.plusMillis(6));
            child.setStatus(StatusCode.ERROR, "it failed");
            child.end(NOON.plusMillis(9));
            root.end(NOON.plus(Duration.ofSeconds(1)));
        }
        return all;
    }

    private static byte[] encoded(List<SpanData> spans, boolean json) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TraceRequestMarshaler marshaler = TraceRequestMarshaler.create(spans);
        if (json) {
            marshaler.writeJsonTo(bytes);
        } else {
            marshaler.writeBinaryTo(bytes);
        }
        return bytes.toByteArray();
    }

    @Test
    void bothEncodingsSayTheSame() throws IOException {
        List<SpanData> spans = made();
        byte[] binary = encoded(spans, false);
        byte[] json = encoded(spans, true);
        ExportedSpans read = OtlpProtobuf.read(binary, binary.length);
        assertEquals(read, OtlpJson.read(json, json.length));
        assertEquals(0, read.rejected());

        ReceivedSpan ask = read.spans().getFirst();
        ReceivedSpan root = read.spans().getLast();
        assertEquals(spans.getFirst().getTraceId(), ask.trace());
        assertEquals(root.id(), ask.parent());
        assertEquals("", root.parent());
        assertEquals("ask", ask.name());
        assertEquals(NOON.plusMillis(5).toEpochMilli() * 1_000_000, ask.started());
        assertEquals(4_000_000, ask.ended() - ask.started());
        assertTrue(ask.failed());
        assertEquals("it failed", ask.message());
        assertEquals("smoke", ask.attributes().get("gen_ai.request.model"));
        assertEquals(-7L, ask.attributes().get("whole"));
        assertEquals(0.25, ask.attributes().get("real"));
        assertEquals(true, ask.attributes().get("flag"));
        assertEquals(List.of("a", "ü"), ask.attributes().get("texts"));
        assertEquals("too long", ask.events().getFirst().attributes().get("exception.message"));
        assertEquals("shop", ask.resource().get("service.name"));
        assertEquals("test.library", ask.scope());
    }

    /// Whatever comes is read or refused with a reason, and nothing else is thrown.
    @Test
    void whatIsDamagedIsRefused() throws IOException {
        byte[] binary = encoded(made(), false);
        for (int length = 0; length < binary.length; length++) {
            readOrRefused(binary, length);
        }
        Random random = new Random(1);
        for (int round = 0; round < 20_000; round++) {
            byte[] damaged = binary.clone();
            for (int i = 0; i < 1 + random.nextInt(4); i++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            readOrRefused(damaged, damaged.length);
        }
        byte[] noJson = "{\"resourceSpans\": 1}".getBytes(StandardCharsets.UTF_8);
        assertEquals(
                "resourceSpans is no list.",
                assertThrows(MalformedOtlp.class, () -> OtlpJson.read(noJson, noJson.length))
                        .why());
    }

    private static void readOrRefused(byte[] bytes, int length) {
        try {
            OtlpProtobuf.read(bytes, length);
        } catch (MalformedOtlp refused) {
            assertTrue(refused.why().endsWith("."), refused.why());
        }
    }

    @Test
    void aSpanWithoutIdentifiersIsCountedAndTheOthersAreTaken() {
        byte[] json = """
                {"resourceSpans": [{"scopeSpans": [{"spans": [
                  {"traceId": "00000000000000000000000000000000", "spanId": "00f067aa0ba902b7", "startTimeUnixNano": "1"},
                  {"traceId": "4BF92F3577B34DA6A3CE929D0E0E4736", "spanId": "00f067aa0ba902b7",
                   "startTimeUnixNano": 1544712660000000000, "endTimeUnixNano": "0"}]}]}]}
                """.getBytes(StandardCharsets.UTF_8);
        ExportedSpans read = OtlpJson.read(json, json.length);
        assertEquals(1, read.rejected());
        ReceivedSpan span = read.spans().getFirst();
        assertEquals("4bf92f3577b34da6a3ce929d0e0e4736", span.trace());
        assertEquals(span.started(), span.ended(), "one that never ended took no time");
    }
}
