package io.aiplat.quality.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.gateway.page.IngestRequest;
import io.aiplat.gateway.page.PageResponse;
import io.aiplat.model.spend.Price;
import io.aiplat.quality.trace.ContentCipher;
import io.aiplat.quality.trace.TraceBounds;
import io.aiplat.quality.trace.TraceDetails;
import io.aiplat.quality.trace.TraceQuery;
import io.aiplat.quality.trace.TraceStore;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IntakeTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN = """
            {"resourceSpans": [{"scopeSpans": [{"spans": [
              {"traceId": "%s", "spanId": "00f067aa0ba902b7", "name": "call", "startTimeUnixNano": "%d",
               "endTimeUnixNano": "%d", "attributes": [
                 {"key": "gen_ai.request.model", "value": {"stringValue": "known"}},
                 {"key": "gen_ai.usage.input_tokens", "value": {"intValue": "1000"}},
                 {"key": "gen_ai.usage.output_tokens", "value": {"intValue": 10}}]},
              {"traceId": "", "spanId": "", "startTimeUnixNano": "1"}]}]}]}
            """;

    @TempDir
    Path folder;

    private TraceStore store;
    private SpanIntake spans;
    private ScoreIntake scores;

    @BeforeEach
    void open() {
        store = new TraceStore(
                folder,
                () -> new ContentCipher(new byte[ContentCipher.KEY], new SecureRandom()),
                TraceBounds.USUAL,
                InstantSource.system());
        spans = new SpanIntake(
                store,
                model -> model.equals("known")
                        ? Optional.of(new Price.PerToken(1_000_000, 0, 2_000_000))
                        : Optional.empty());
        scores = new ScoreIntake(store, InstantSource.system());
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static IngestRequest request(String path, String type, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return new IngestRequest(path, type, ByteBuffer.wrap(bytes), "alice", null);
    }

    private static String text(PageResponse response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private PageResponse sent() {
        long now = System.currentTimeMillis() * 1_000_000;
        return spans.take(request(SpanIntake.OTLP, "application/json", SPAN.formatted(TRACE, now, now + 5_000_000)));
    }

    @Test
    void whatIsNotPricedCostsWhatThePricesSay() {
        assertEquals(200, sent().status());
        assertEquals(1_020L, store.list(TraceQuery.newest(1)).getFirst().micros());
    }

    @Test
    void whatIsRejectedIsSaid() {
        assertTrue(text(sent()).contains("\"rejectedSpans\":\"1\""));
    }

    @Test
    void whatIsNoExportIsRefusedInTheEncodingItCameIn() {
        PageResponse json = spans.take(request(SpanIntake.OTLP, "application/json", "{"));
        assertEquals(400, json.status());
        assertTrue(text(json).contains("It is no JSON"), text(json));
        PageResponse binary = spans.take(request(SpanIntake.OTLP, "application/x-protobuf", "\u0007"));
        assertEquals(400, binary.status());
        assertEquals("application/x-protobuf", binary.headers().get("content-type"));
        PageResponse other = spans.take(request(SpanIntake.OTLP, "text/plain", "spans"));
        assertEquals(415, other.status());
        assertTrue(text(other).contains("application/x-protobuf"), text(other));
    }

    @Test
    void scoresOfLangfuseAreKept() {
        sent();
        String one = """
                {"id": "a", "traceId": "%s", "name": "helpful", "value": 0.5, "comment": "fine"}
                """.formatted(TRACE);
        assertEquals("{\"id\":\"a\"}", text(scores.take(request("/api/public/scores", "application/json", one))));
        PageResponse batch = scores.take(request("/api/public/ingestion", "application/json", """
                {"batch": [
                  {"id": "1", "type": "score-create", "body": {"id": "b", "traceId": "%s", "name": "tone", "value": "kind"}},
                  {"id": "2", "type": "score-create", "body": {"traceId": "no", "name": "tone", "value": 1}},
                  {"id": "3", "type": "trace-create", "body": {}}]}
                """.formatted(TRACE)));
        assertEquals(207, batch.status());
        assertTrue(text(batch).contains("\"id\":\"1\",\"status\":201"), text(batch));
        assertTrue(text(batch).contains("traceId is the identifier of a trace"), text(batch));
        assertTrue(text(batch).contains("trace-create are not taken"), text(batch));
        TraceDetails found = store.trace(TRACE).orElseThrow();
        assertEquals(
                List.of("helpful", "tone"),
                found.scores().stream().map(score -> score.name()).toList());
        assertEquals("kind", found.scores().getLast().word());
    }
}
