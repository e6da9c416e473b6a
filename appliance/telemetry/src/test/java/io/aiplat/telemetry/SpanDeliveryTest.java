package io.aiplat.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.ExitCode;
import io.aiplat.model.Problem;
import io.aiplat.model.ProblemCode;
import io.aiplat.telemetry.span.GatewaySpan;
import io.aiplat.telemetry.span.RequestSpans;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class SpanDeliveryTest {
    private static final String TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static final String UNRECORDED = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00";

    private final Stage stage = new Stage();
    private final List<RequestSpans> kept = new CopyOnWriteArrayList<>();

    private static TelemetrySettings recording(String... teams) {
        return new TelemetrySettings("1", null, Map.of(), 1, SemanticConvention.V1_41, false, false, Set.of(teams));
    }

    private RequestRecord said(Telemetry telemetry) {
        RequestRecord request = stage.chat(telemetry, TRACEPARENT);
        request.content("the question", "the answer");
        return request;
    }

    @Test
    void aStoreGetsTheSpansThatACollectorWould() {
        try (Telemetry telemetry = stage.telemetry(TelemetrySettings.quiet("1"))) {
            telemetry.keep(kept::addAll);
            RequestRecord request = stage.chat(telemetry, TRACEPARENT);
            request.attempts().getLast().cost(1_250);
            assertFalse(request.sampled(), "nobody reads parameters for a store alone");
            telemetry.finished(request);
        }
        RequestSpans spans = kept.getFirst();
        assertEquals("laptop", spans.key());
        assertEquals("research", spans.team());
        GatewaySpan own = spans.spans().get(0);
        GatewaySpan last = spans.spans().get(2);
        assertEquals("0af7651916cd43dd8448eb211c80319c", own.trace());
        assertEquals("b7ad6b7169203331", own.parent());
        assertEquals("POST /v1/chat/completions", own.name());
        assertEquals("req-1", own.attributes().get("aiplat.request.id"));
        assertEquals(own.id(), last.parent());
        assertEquals(101L, last.attributes().get("gen_ai.usage.output_tokens"));
        assertEquals(.00125, last.attributes().get("gen_ai.usage.cost"));
        assertEquals("EUR", last.attributes().get("aiplat.currency"));
        assertTrue(spans.spans().get(1).failed());
        assertNull(last.attributes().get("gen_ai.input.messages"));
    }

    @Test
    void whatIsNoCallOfAModelOrShallNotBeRecordedIsNotKept() {
        try (Telemetry telemetry = stage.telemetry(TelemetrySettings.quiet("1"))) {
            telemetry.keep(kept::addAll);
            telemetry.finished(stage.chat(telemetry, UNRECORDED));
            RequestRecord list = telemetry.begin("req-2", TestLabel.CHAT, null, null);
            list.answered(200, null);
            telemetry.finished(list);
        }
        assertEquals(List.of(), kept);
    }

    @Test
    void wordsAreKeptOfTeamsThatAreRecordedAndOfNoOthers() {
        for (String teams : List.of("research", "*", "sales")) {
            try (Telemetry telemetry = stage.telemetry(recording(teams))) {
                telemetry.keep(kept::addAll);
                telemetry.finished(said(telemetry));
            }
        }
        assertEquals(
                List.of("the question", "the question", "none"),
                kept.stream()
                        .map(spans -> spans.spans().getLast().attributes())
                        .map(attributes -> attributes.getOrDefault("gen_ai.input.messages", "none"))
                        .toList());
        assertTrue(stage.lines.stream().noneMatch(line -> line.contains("the question")), "a log is another choice");
    }

    @Test
    void noRequestWaitsForAStoreThatHangsAndWhatIsTooMuchIsCounted() throws IOException {
        CountDownLatch hangs = new CountDownLatch(1);
        long room = SpanDelivery.MOST_BYTES / SpanDelivery.RECORD;
        Telemetry telemetry = stage.telemetry(TelemetrySettings.quiet("1"));
        try (telemetry) {
            telemetry.keep(requests -> {
                await(hangs);
                kept.addAll(requests);
            });
            telemetry.finished(stage.chat(telemetry, null));
            for (long i = 0; i < 3 * room; i++) {
                telemetry.finished(stage.chat(telemetry, null));
            }
            hangs.countDown();
        }
        double stored = Scrape.of(telemetry).value("aiplat_gateway_stored_spans_total{outcome=stored}");
        double dropped = Scrape.of(telemetry).value("aiplat_gateway_stored_spans_total{outcome=dropped}");
        assertEquals(3 * (3 * room + 1), stored + dropped);
        assertTrue(dropped >= 3 * room, "at most what was taken and what waits: " + dropped);
        assertEquals(stored, 3.0 * kept.size());
    }

    @Test
    void ofOneSecondSoManyAreKeptThatTheGatewayDoesNotFeelIt() throws IOException {
        Telemetry telemetry = stage.telemetry(TelemetrySettings.quiet("1"));
        try (telemetry) {
            telemetry.keep(kept::addAll);
            RequestRecord first = telemetry.begin("req-0", TestLabel.CHAT, null, null);
            for (int i = 0; i < 2 * SpanDelivery.MOST_A_SECOND; i++) {
                RequestRecord request = telemetry.begin("req-" + i, TestLabel.CHAT, null, null);
                request.asked("fast", false);
                request.answered(200, null);
                telemetry.finished(request);
            }
            stage.pass(1_000);
            first.asked("fast", false);
            first.answered(200, null);
            telemetry.finished(first);
        }
        assertEquals(SpanDelivery.MOST_A_SECOND + 1, kept.size());
        assertEquals(
                SpanDelivery.MOST_A_SECOND,
                Scrape.of(telemetry).value("aiplat_gateway_stored_spans_total{outcome=dropped}"));
    }

    @Test
    void aStoreThatFailsIsToldOfOnceAndWhenItWorksAgain() throws IOException {
        Telemetry telemetry = stage.telemetry(TelemetrySettings.quiet("1"));
        try (telemetry) {
            CountDownLatch failed = new CountDownLatch(1);
            telemetry.keep(requests -> {
                if (failed.getCount() > 0) {
                    failed.countDown();
                    throw new ApplianceException(new Problem(
                            new ProblemCode("TEST_FULL", ExitCode.HOST),
                            "the disk is full",
                            "It is.",
                            List.of("wait")));
                }
                kept.addAll(requests);
            });
            telemetry.finished(stage.chat(telemetry, null));
            await(failed);
            telemetry.finished(stage.chat(telemetry, null));
        }
        assertEquals(3, Scrape.of(telemetry).value("aiplat_gateway_stored_spans_total{outcome=failed}"));
        assertEquals(3, Scrape.of(telemetry).value("aiplat_gateway_stored_spans_total{outcome=stored}"));
        assertEquals(2, stage.troubles.size(), stage.troubles::toString);
        assertTrue(stage.troubles.getFirst().contains("the disk is full"), stage.troubles::toString);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
