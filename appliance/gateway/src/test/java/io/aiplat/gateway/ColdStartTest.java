package io.aiplat.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.gateway.Misbehaving.Reply;
import io.aiplat.gateway.connection.ConnectionLimits;
import io.aiplat.governance.key.KeySettings;
import io.aiplat.governance.limit.Limits;
import io.aiplat.routing.Deployment;
import io.aiplat.routing.Fallbacks;
import io.aiplat.routing.GatewayConfig;
import io.aiplat.routing.Origin;
import io.aiplat.routing.Route;
import io.aiplat.routing.Strategy;
import io.aiplat.routing.Upstream;
import io.aiplat.routing.UpstreamKind;
import io.aiplat.routing.scaling.ColdStart;
import io.aiplat.routing.scaling.ColdStarts;
import io.aiplat.routing.scaling.StartResult;
import io.aiplat.testkit.Eventually;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The first request for a model of which no server runs: it is kept waiting while one is started, and answered.
@Timeout(60)
class ColdStartTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Origin RESOURCE = new Origin(Origin.Kind.RESOURCE, "models/default/asleep", Instant.EPOCH);
    private static final ServerLimits LIMITS = new ServerLimits(
            new ConnectionLimits(LONG, LONG, LONG, LONG, Duration.ofMillis(200)), 256 << 20, LONG, LONG, LONG);
    private static final String CHAT = "/v1/chat/completions";
    private static final String ASK = "{\"model\":\"asleep\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";
    private static final String EVENTS =
            "data: " + FrontOf.PIECE + "\n\ndata: " + FrontOf.STOP + "\n\ndata: [DONE]\n\n";

    private final Misbehaving upstream = new Misbehaving();
    private final Starter starter = new Starter();
    private @Nullable RunningGateway gateway;

    /// Starts what a test says it starts.
    private static final class Starter implements ColdStart {
        final AtomicInteger asked = new AtomicInteger();
        final CompletableFuture<StartResult> result = new CompletableFuture<>();
        volatile boolean running;

        @Override
        public boolean isRunning() {
            return running;
        }

        @Override
        public CompletableFuture<StartResult> start() {
            asked.incrementAndGet();
            return result;
        }

        void succeeds() {
            running = true;
            result.complete(new StartResult.Awake());
        }

        void fails() {
            result.complete(new StartResult.Failed("The status of models/default/asleep says why."));
        }

        void awaitAsked() throws InterruptedException {
            Eventually.seen("somebody asks for it", asked::get, count -> count > 0);
        }
    }

    ColdStartTest() throws IOException {}

    @AfterEach
    void close() {
        if (gateway != null) {
            gateway.close();
        }
        upstream.close();
    }

    private RunningGateway gateway(Duration patience) {
        return gateway(patience, Fallbacks.NONE);
    }

    private RunningGateway gateway(Duration patience, Fallbacks fallbacks) {
        Upstream server = new Upstream("server", UpstreamKind.OPENAI, upstream.url(), null, Map.of());
        Route asleep = Route.of("asleep", List.of(Deployment.of("server", "private")), Strategy.PREFIX);
        Route given = new Route(
                asleep.name(),
                asleep.deployments(),
                asleep.strategy(),
                asleep.limits(),
                asleep.retries(),
                asleep.cooldown(),
                fallbacks,
                null,
                false,
                null,
                null,
                List.of(),
                false);
        Route awake = Route.of("awake", List.of(Deployment.of("server", "other")), Strategy.WEIGHTED);
        GatewayConfig none = GatewayConfig.empty(Path.of("/unused"));
        GatewayConfig plan = new GatewayConfig(
                none.listener(),
                List.of(),
                Map.of("server", server),
                List.of(given, awake),
                Map.of(),
                Map.of(),
                none.tracing(),
                none.responses(),
                "",
                Map.of("asleep", RESOURCE, "awake", Origin.file("gateway.yaml")));
        RunningGateway made = new RunningGateway(plan, LIMITS, new ColdStarts() {
            @Override
            public @Nullable ColdStart of(Origin origin) {
                return origin.equals(RESOURCE) ? starter : null;
            }

            @Override
            public Duration patience() {
                return patience;
            }
        });
        gateway = made;
        return made;
    }

    @Test
    void aRequestWaitsAndIsAnswered() throws Exception {
        upstream.always(Reply.json(FrontOf.ANSWER));
        RunningGateway open = gateway(LONG);
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<HttpResponse<String>> waiting = clients.submit(() -> open.post(CHAT, ASK + "}"));
            starter.awaitAsked();
            assertEquals(
                    200, open.post(CHAT, ASK.replace("asleep", "awake") + "}").statusCode(), "others go on");
            assertEquals(1, open.server.load(RESOURCE, "asleep").inFlight(), "who waits counts as one that asks");
            assertFalse(waiting.isDone());
            starter.succeeds();
            assertEquals(200, waiting.get().statusCode());
        }
        assertEquals(1, open.server.load(RESOURCE, "asleep").ended());
        Eventually.seen(
                "the log says how long it waited",
                open.serving::log,
                lines -> lines.stream().anyMatch(line -> line.matches(".* served=asleep .* cold_start_ms=[0-9.]+ .*")));
        String metrics = open.get("/metrics").body();
        assertTrue(
                metrics.contains("aiplat_gateway_cold_starts_total{model=\"asleep\",outcome=\"started\"} 1.0"),
                metrics);
        assertTrue(metrics.contains("aiplat_gateway_cold_start_wait_seconds_count{model=\"asleep\"} 1"), metrics);
    }

    @Test
    void twoHundredRequestsAreOneStart() throws Exception {
        upstream.always(Reply.json(FrontOf.ANSWER));
        RunningGateway open = gateway(LONG);
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<HttpResponse<String>>> waiting = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                waiting.add(clients.submit(() -> open.post(CHAT, ASK + "}")));
            }
            Eventually.seen(
                    "all of them wait",
                    () -> open.server.load(RESOURCE, "asleep").inFlight(),
                    count -> count == 200);
            starter.succeeds();
            for (Future<HttpResponse<String>> each : waiting) {
                assertEquals(200, each.get().statusCode());
            }
        }
        assertEquals(1, starter.asked.get());
        assertEquals(0, open.server.load(RESOURCE, "asleep").inFlight());
    }

    @Test
    void noMoreThanSoManyWait() throws Exception {
        upstream.always(Reply.json(FrontOf.ANSWER));
        RunningGateway open = gateway(LONG);
        int many = 512 + 8;
        AtomicInteger refused = new AtomicInteger();
        AtomicInteger answered = new AtomicInteger();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < many; i++) {
                clients.submit(() -> {
                    HttpResponse<String> response = open.post(CHAT, ASK + "}");
                    (response.statusCode() == 200 ? answered : refused).incrementAndGet();
                    return response;
                });
            }
            Eventually.seen("those beyond are refused", refused::get, count -> count == 8);
            Eventually.seen(
                    "the others wait",
                    () -> open.server.load(RESOURCE, "asleep").inFlight(),
                    count -> count == 512);
            starter.succeeds();
        }
        assertEquals(512, answered.get());
        assertEquals(1, starter.asked.get());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /v1/chat/completions | "messages":[{"role":"user","content":"hi"}]                | : ka
            /v1/messages         | "max_tokens":9,"messages":[{"role":"user","content":"hi"}] | event: ping
            /v1/responses        | "input":"hi"                                               | : ka
            """)
    void theClientOfAStreamHearsCommentsMeanwhile(String path, String input, String sign) throws Exception {
        upstream.always(Reply.chunks(EVENTS));
        RunningGateway open = gateway(LONG);
        HttpResponse<InputStream> answer = open.open(path, "{\"model\":\"asleep\",\"stream\":true," + input + "}");
        StringBuilder all = new StringBuilder();
        while (all.toString().split(sign, -1).length <= 3) {
            all.append((char) answer.body().read());
        }
        assertTrue(all.toString().startsWith(sign), all.toString());
        assertEquals(0, upstream.asked().size());
        starter.succeeds();
        all.append(new String(answer.body().readAllBytes(), StandardCharsets.UTF_8));

        assertEquals(200, answer.statusCode());
        assertEquals(
                "text/event-stream", answer.headers().firstValue("content-type").orElse(""));
        String text = all.toString();
        assertTrue(
                text.contains("[DONE]") || text.contains("message_stop") || text.contains("response.completed"), text);
    }

    @Test
    void whatComesQuicklyHasNoComments() throws Exception {
        upstream.always(Reply.chunks(EVENTS));
        RunningGateway open = gateway(LONG);
        starter.result.complete(new StartResult.Awake());
        assertTrue(open.post(CHAT, ASK + ",\"stream\":true}").body().startsWith("data: "));
    }

    @Test
    void beyondTheBoundItIsToldWhenToComeBack() {
        RunningGateway open = gateway(Duration.ofMillis(300));
        HttpResponse<String> response = open.post(CHAT, ASK + "}");

        assertEquals(503, response.statusCode());
        assertEquals("10", response.headers().firstValue("retry-after").orElse(""));
        assertEquals(
                "model_starting", RunningGateway.error(response).path("code").asText(), response.body());
        assertEquals(1, starter.asked.get(), "it is not waited for a second time");
        assertEquals(0, open.server.load(RESOURCE, "asleep").inFlight());
    }

    /// A stream that has begun has its status; the error comes in it, in the form of its endpoint.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /v1/chat/completions | "messages":[{"role":"user","content":"hi"}]                | data: {"error":
            /v1/messages         | "max_tokens":9,"messages":[{"role":"user","content":"hi"}] | event: error
            /v1/responses        | "input":"hi"                                               | response.failed
            """)
    void aStreamThatWaitedInVainEndsWithTheError(String path, String input, String form) throws Exception {
        RunningGateway open = gateway(Duration.ofMillis(700));
        HttpResponse<String> response = open.post(path, "{\"model\":\"asleep\",\"stream\":true," + input + "}");

        assertEquals(200, response.statusCode());
        assertTrue(response.body().contains(form), response.body());
        assertTrue(response.body().contains("is being started"), response.body());
        assertFalse(response.body().contains("[DONE]"), response.body());
        Eventually.seen(
                "the log has the error",
                () -> open.serving.log(),
                lines -> !lines.isEmpty() && lines.getLast().contains("error=model_starting"));
    }

    @Test
    void whatCannotBeStartedIsToldAtOnceAndCostsNothing() throws Exception {
        RunningGateway open = gateway(LONG);
        Limits alone = new Limits(List.of(), null, null, 1, List.of());
        open.serving.seed("poor", "sk-aiplat-poor", KeySettings.PLAIN.with(alone));
        starter.fails();
        for (int i = 0; i < 3; i++) {
            HttpResponse<String> response = open.post(CHAT, ASK + "}", "Authorization", "Bearer sk-aiplat-poor");
            assertEquals(503, response.statusCode(), "its place is free again: " + response.body());
            assertEquals(
                    "model_not_started",
                    RunningGateway.error(response).path("code").asText());
            assertTrue(response.body().contains("The status of models/default/asleep says why."));
            assertEquals("60", response.headers().firstValue("retry-after").orElse(""));
        }
        assertEquals(List.of(), upstream.asked());
    }

    @Test
    void aModelThatStandsInAnswersWhereNoneComes() {
        upstream.always(Reply.json(FrontOf.ANSWER));
        RunningGateway open = gateway(Duration.ofMillis(200), new Fallbacks(List.of("awake"), List.of(), List.of()));
        assertEquals(200, open.post(CHAT, ASK + "}").statusCode());
    }

    @Test
    void whoLeavesWaitsNoMore() throws Exception {
        RunningGateway open = gateway(LONG);
        String body = ASK + "}";
        try (Socket client = open.socket()) {
            client.getOutputStream()
                    .write(("POST " + CHAT + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                                    + RunningGateway.KEY + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                            .getBytes(StandardCharsets.UTF_8));
            starter.awaitAsked();
        }
        Eventually.seen(
                "nobody waits", () -> open.server.load(RESOURCE, "asleep").inFlight(), count -> count == 0);
        Eventually.seen(
                "the log says so",
                () -> open.serving.log(),
                lines -> !lines.isEmpty() && lines.getLast().contains("status=499"));
        assertEquals(List.of(), upstream.asked());
    }
}
