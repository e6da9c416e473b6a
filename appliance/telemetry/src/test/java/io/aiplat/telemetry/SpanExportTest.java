package io.aiplat.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.aiplat.telemetry.request.RequestParameters;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SpanExportTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String TRACEPARENT = "00-" + TRACE + "-b7ad6b7169203331-01";
    private static final long START = 1_795_255_200_025_000_000L;

    private final Stage stage = new Stage();
    private final Collector collector = Collector.answering();

    SpanExportTest() throws IOException {}

    @AfterEach
    void stop() {
        collector.close();
    }

    private TelemetrySettings settings(SemanticConvention convention, boolean content) {
        return new TelemetrySettings(
                "1.2.3", collector.address(), Map.of("api-key", "s3cret"), 1, convention, content, false, Set.of());
    }

    private List<Span> exported(SemanticConvention convention) {
        try (Telemetry telemetry = stage.telemetry(settings(convention, false))) {
            RequestRecord request = stage.chat(telemetry, TRACEPARENT);
            request.parameters(
                    new RequestParameters(256L, .5, .9, 40.0, 7L, 2L, null, .25, List.of("END"), "low", "json"));
            telemetry.finished(request);
        }
        return collector.spans();
    }

    @Test
    void aRequestIsAServerSpanWithAClientSpanForEachAttempt() {
        List<Span> spans = exported(SemanticConvention.V1_41);
        assertEquals(3, spans.size());
        Span server = spans.getFirst();
        assertEquals(Span.SpanKind.SPAN_KIND_SERVER, server.getKind());
        assertEquals("POST /v1/chat/completions", server.getName());
        assertEquals("b7ad6b7169203331", hex(server.getParentSpanId()));
        assertEquals("vendor=1", server.getTraceState());
        assertEquals(START, server.getStartTimeUnixNano());
        assertEquals(START + 1_250_000_000, server.getEndTimeUnixNano());
        assertEquals(Status.StatusCode.STATUS_CODE_UNSET, server.getStatus().getCode());
        for (Span attempt : spans.subList(1, 3)) {
            assertEquals(Span.SpanKind.SPAN_KIND_CLIENT, attempt.getKind());
            assertEquals("chat qwen3", attempt.getName());
            assertEquals(TRACE, hex(attempt.getTraceId()));
            assertEquals(server.getSpanId(), attempt.getParentSpanId());
        }
        assertEquals(
                Status.StatusCode.STATUS_CODE_ERROR, spans.get(1).getStatus().getCode());
        assertEquals(START + 50_000_000, spans.get(1).getStartTimeUnixNano());
        assertEquals(START + 150_000_000, spans.get(1).getEndTimeUnixNano());
    }

    @Test
    void attributesAreThoseOfTheOldConvention() {
        List<Span> spans = exported(SemanticConvention.V1_41);
        assertEquals(
                Map.of(
                        "http.request.method", "POST",
                        "url.path", "/v1/chat/completions",
                        "url.scheme", "http",
                        "http.route", "/v1/chat/completions",
                        "http.response.status_code", "200",
                        "aiplat.request.id", "req-1",
                        "aiplat.key.name", "laptop",
                        "aiplat.team.name", "research",
                        "aiplat.cache", "miss",
                        "aiplat.request.model", "fast"),
                Collector.attributes(spans.getFirst().getAttributesList()));
        assertEquals("""
                aiplat.gpu_seconds=0.5
                aiplat.slot_seconds=1.1
                aiplat.upstream.name=ollama-2
                gen_ai.operation.name=chat
                gen_ai.output.type=json
                gen_ai.provider.name=ollama
                gen_ai.request.choice.count=2
                gen_ai.request.max_tokens=256
                gen_ai.request.model=qwen3
                gen_ai.request.presence_penalty=0.25
                gen_ai.request.seed=7
                gen_ai.request.stop_sequences=[END]
                gen_ai.request.stream=true
                gen_ai.request.temperature=0.5
                gen_ai.request.top_k=40.0
                gen_ai.request.top_p=0.9
                gen_ai.response.finish_reasons=[stop]
                gen_ai.response.id=up-1
                gen_ai.response.model=qwen3:8b
                gen_ai.response.time_to_first_chunk=0.1
                gen_ai.usage.cache_creation.input_tokens=3
                gen_ai.usage.cache_read.input_tokens=5
                gen_ai.usage.input_tokens=20
                gen_ai.usage.output_tokens=101
                gen_ai.usage.reasoning.output_tokens=40
                server.address=10.0.0.2
                server.port=11434
                """, lines(spans.get(2)));
        assertEquals(
                "503", Collector.attributes(spans.get(1).getAttributesList()).get("error.type"));
    }

    @Test
    void theLatestConventionHasItsOwnNames() {
        String attempt = lines(exported(SemanticConvention.LATEST).get(2));
        assertTrue(attempt.contains("gen_ai.request.top_k=40\n"), attempt);
        assertTrue(attempt.contains("gen_ai.request.reasoning.level=low\n"), attempt);
        assertTrue(attempt.contains("gen_ai.usage.cache_write.input_tokens=3\n"), attempt);
        assertFalse(attempt.contains("cache_creation"), attempt);
    }

    private static String lines(Span span) {
        StringBuilder lines = new StringBuilder();
        Collector.attributes(span.getAttributesList())
                .forEach((key, value) ->
                        lines.append(key).append('=').append(value).append('\n'));
        return lines.toString();
    }

    @Test
    void theCollectorSeesWhoWeAreAndItsKey() {
        exported(SemanticConvention.V1_41);
        ResourceSpans first = collector.received.element();
        assertEquals(
                Map.of("service.name", "aiplat", "service.version", "1.2.3"),
                Collector.attributes(first.getResource().getAttributesList()));
        assertEquals("application/x-protobuf", collector.contentType);
        assertEquals("s3cret", collector.apiKey);
    }

    @Test
    void theUpstreamIsToldTheSpanThatIsExported() {
        String sent;
        try (Telemetry telemetry = stage.telemetry(settings(SemanticConvention.V1_41, false))) {
            RequestRecord request = telemetry.begin("id", TestLabel.CHAT, null, null);
            AttemptRecord attempt =
                    request.attempt(telemetry.forRoute("m", "u", "openai", TestLabel.CHAT), "127.0.0.1", 1);
            sent = attempt.traceparent();
            request.answered(200, null);
            telemetry.finished(request);
        }
        Span server = collector.spans().getFirst();
        Span attempt = collector.spans().getLast();
        assertTrue(server.getParentSpanId().isEmpty());
        assertEquals("00-" + hex(server.getTraceId()) + "-" + hex(attempt.getSpanId()) + "-01", sent);
    }

    @Test
    void aTraceThatItsCallerDoesNotRecordIsNotExported() {
        try (Telemetry telemetry = stage.telemetry(settings(SemanticConvention.V1_41, false))) {
            telemetry.finished(stage.chat(telemetry, TRACEPARENT.replace("-01", "-00")));
        }
        assertTrue(collector.received.isEmpty());
    }

    @Test
    void promptsAreInSpansOnlyWhenAskedFor() {
        for (boolean content : new boolean[] {false, true}) {
            try (Telemetry telemetry = stage.telemetry(settings(SemanticConvention.V1_41, content))) {
                RequestRecord request = stage.chat(telemetry, TRACEPARENT);
                request.content("[in]", "[out]");
                telemetry.finished(request);
            }
        }
        List<Span> spans = collector.spans();
        assertFalse(lines(spans.get(2)).contains("[in]"));
        assertTrue(lines(spans.get(5)).contains("gen_ai.input.messages=[in]\ngen_ai.operation.name"));
        assertTrue(lines(spans.get(5)).contains("gen_ai.output.messages=[out]\n"));
    }

    @Test
    void aCollectorThatHangsNeitherHoldsRequestsNorFillsTheMemory() throws IOException {
        int requests = 10_000;
        try (Collector hanging = Collector.hanging()) {
            Telemetry telemetry = stage.telemetry(TelemetrySettings.exporting("1", hanging.address()));
            for (int i = 0; i < requests; i++) {
                RequestRecord request = telemetry.begin("id", TestLabel.CHAT, null, null);
                request.answered(200, null);
                telemetry.finished(request);
            }
            // Until here the collector has answered nothing, so nothing has left the queue.
            assertEquals(
                    requests - SpanExport.QUEUE,
                    Scrape.of(telemetry).value("aiplat_gateway_spans_total{outcome=dropped}"));
            hanging.answers.countDown();
            telemetry.close();
            assertEquals(SpanExport.QUEUE, hanging.spans().size());
            assertEquals(SpanExport.QUEUE, Scrape.of(telemetry).value("aiplat_gateway_spans_total{outcome=exported}"));
        }
    }

    @Test
    void whatACollectorRefusesIsCounted() {
        Telemetry telemetry = stage.telemetry(settings(SemanticConvention.V1_41, false));
        collector.statuses.add(400);
        telemetry.finished(stage.chat(telemetry, TRACEPARENT));
        telemetry.close();
        assertEquals(3, Scrape.of(telemetry).value("aiplat_gateway_spans_total{outcome=failed}"));
        assertEquals(1, stage.troubles.size());
        String trouble = stage.troubles.getFirst();
        assertTrue(
                trouble.contains(collector.address() + " takes no spans") && trouble.endsWith("it refuses them"),
                trouble);
    }

    @Test
    void otherSettingsAreFollowedWithoutLosingASpan() throws IOException {
        try (Collector other = Collector.answering();
                Telemetry telemetry = stage.telemetry(settings(SemanticConvention.V1_41, false))) {
            RequestRecord before = stage.chat(telemetry, TRACEPARENT);
            telemetry.finished(stage.chat(telemetry, TRACEPARENT));
            telemetry.follow(new TelemetrySettings(
                    "1.2.3", other.address(), Map.of(), 1, SemanticConvention.LATEST, true, false, Set.of()));
            assertEquals(3, collector.spans().size(), "they were sent before the collector was left");

            telemetry.finished(before);
            telemetry.follow(TelemetrySettings.quiet("1.2.3"));
            telemetry.finished(stage.chat(telemetry, TRACEPARENT));

            assertEquals(3, collector.spans().size());
            assertEquals(3, other.spans().size());
            assertTrue(lines(other.spans().get(2)).contains("gen_ai.usage.cache_write.input_tokens=3\n"));
            assertEquals(6, Scrape.of(telemetry).value("aiplat_gateway_spans_total{outcome=exported}"));
        }
    }

    @Test
    void equalSettingsChangeNothing() {
        try (Telemetry telemetry = stage.telemetry(settings(SemanticConvention.V1_41, false))) {
            telemetry.follow(settings(SemanticConvention.V1_41, false));
            telemetry.finished(stage.chat(telemetry, TRACEPARENT));
        }
        assertEquals(3, collector.spans().size());
    }

    private static String hex(ByteString bytes) {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }
}
