package io.aiplat.quality.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.spend.TokenUsage;
import io.aiplat.quality.observation.Observation;
import io.aiplat.quality.observation.ObservationType;
import io.aiplat.quality.trace.ContentCipher;
import io.aiplat.quality.trace.TraceBounds;
import io.aiplat.quality.trace.TraceDetails;
import io.aiplat.quality.trace.TraceSender;
import io.aiplat.quality.trace.TraceStore;
import io.aiplat.quality.trace.TraceSummary;
import io.aiplat.telemetry.span.GatewaySpan;
import io.aiplat.telemetry.span.RequestSpans;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewaySpanIntakeTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String THEIRS = "00f067aa0ba902b7";
    private static final String OWN = "00000000000000a1";
    private static final String FIRST = "00000000000000a2";
    private static final String SECOND = "00000000000000a3";
    private static final TraceSender SHOP = new TraceSender("till", "shop");

    @TempDir
    Path folder;

    private TraceStore store;
    private GatewaySpanIntake intake;

    @BeforeEach
    void open() {
        store = new TraceStore(
                folder,
                () -> new ContentCipher(new byte[ContentCipher.KEY], new SecureRandom()),
                TraceBounds.USUAL,
                InstantSource.system());
        intake = new GatewaySpanIntake(store);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static GatewaySpan span(String id, String parent, String name, boolean failed, Map<String, Object> said) {
        long now = System.currentTimeMillis() * 1_000_000;
        return new GatewaySpan(TRACE, id, parent, name, now, now + 7_000_000, failed, said);
    }

    /// A request that was asked twice: the first attempt failed and was paid all the same.
    private static RequestSpans request(String team, String parent) {
        return new RequestSpans(
                "till",
                team,
                List.of(
                        span(OWN, parent, "POST /v1/chat/completions", false, Map.of("aiplat.request.id", "req_1")),
                        span(
                                FIRST,
                                OWN,
                                "chat smoke",
                                true,
                                Map.of(
                                        "gen_ai.operation.name",
                                        "chat",
                                        "error.type",
                                        "504",
                                        "gen_ai.usage.cost",
                                        .0002)),
                        span(
                                SECOND,
                                OWN,
                                "chat smoke",
                                false,
                                Map.of(
                                        "gen_ai.operation.name",
                                        "chat",
                                        "gen_ai.request.model",
                                        "smoke",
                                        "gen_ai.usage.input_tokens",
                                        100L,
                                        "gen_ai.usage.output_tokens",
                                        10L,
                                        "gen_ai.usage.cost",
                                        .00012,
                                        "gen_ai.input.messages",
                                        "ping"))));
    }

    /// What an SDK says of the same call, by its own count and its own price.
    private static Observation theirs() {
        long now = System.currentTimeMillis() * 1_000_000;
        return new Observation(
                TRACE,
                THEIRS,
                "",
                "ChatOpenAI",
                ObservationType.GENERATION,
                now,
                now + 9_000_000,
                "DEFAULT",
                "",
                "smoke",
                "openai",
                TokenUsage.of(99, 9),
                777L,
                new Observation.About("buy", "u1", "s1", List.of(), ""),
                "shop",
                "ping",
                "pong",
                Map.of());
    }

    private TraceSummary summary() {
        return store.trace(TRACE).orElseThrow().summary();
    }

    @Test
    void aRequestIsATraceOfItsOwn() {
        intake.take(List.of(request("shop", "")));
        TraceDetails found = store.trace(TRACE).orElseThrow();
        assertEquals("POST /v1/chat/completions", found.summary().name());
        assertEquals("aiplat", found.summary().service());
        assertEquals(SHOP, found.summary().sender());
        assertEquals(3, found.summary().observations());
        assertEquals(1, found.summary().failed());
        assertEquals(100, found.summary().input());
        assertEquals(10, found.summary().output());
        assertEquals(320, found.summary().micros(), "both attempts were paid");
        Observation failed = found.observations().get(1);
        assertEquals("504", failed.message());
        assertEquals(ObservationType.GENERATION, failed.type());
        assertEquals("ping", found.observations().get(2).input());
        assertEquals("req_1", found.observations().getFirst().attributes().get("aiplat.request.id"));
    }

    @Test
    void inATraceThatAnSdkBeganTheGatewayCountsWhicheverComesFirst() {
        intake.take(List.of(request("shop", THEIRS)));
        store.add(List.of(theirs()), SHOP);
        gatewayCounts();
        store.add(List.of(theirs()), SHOP);
        intake.take(List.of(request("shop", THEIRS)));
        gatewayCounts();
    }

    private void gatewayCounts() {
        TraceSummary summary = summary();
        assertEquals("buy", summary.name());
        assertEquals("shop", summary.service());
        assertEquals(4, summary.observations());
        assertEquals(100, summary.input());
        assertEquals(10, summary.output());
        assertEquals(320, summary.micros());
    }

    @Test
    void whatAnotherTeamSaysIsNotShownToTheTeamWhoseTraceItIs() {
        store.add(List.of(theirs()), new TraceSender("desk", "research"));
        intake.take(List.of(request("shop", THEIRS)));
        Observation last = store.trace(TRACE).orElseThrow().observations().getLast();
        assertEquals("", last.input());
        assertEquals(Map.of(), last.attributes());
        assertEquals(320, summary().micros());
    }

    @Test
    void whatNobodyPricedHasNoCost() {
        intake.take(List.of(
                new RequestSpans("till", null, List.of(span(OWN, "", "POST /v1/chat/completions", false, Map.of())))));
        assertNull(summary().micros());
        assertTrue(summary().sender().team() == null);
    }
}
