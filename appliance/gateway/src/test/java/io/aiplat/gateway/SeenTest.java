package io.aiplat.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.aiplat.gateway.Misbehaving.Reply;
import io.aiplat.telemetry.SemanticConvention;
import io.aiplat.telemetry.TelemetrySettings;
import io.aiplat.testkit.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What is seen of requests by whoever looks at metrics, the log and spans.
@Timeout(60)
class SeenTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final String ASKED = """
            {"model":"m","temperature":0.5,"max_tokens":9,"stop":"END","messages":[
             {"role":"system","content":"be brief"},
             {"role":"user","content":[{"type":"text","text":"mail a@example.org"}]}]}""";
    private static final String STREAMED = ASKED.replace("\"temperature\"", "\"stream\":true,\"temperature\"");
    private static final Reply STREAM = Reply.events(
            "{\"id\":\"up-1\",\"model\":\"real\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Good \"}}]}",
            "{\"id\":\"up-1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"day\"},\"finish_reason\":\"stop\"}]}",
            "{\"id\":\"up-1\",\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":2,\"total_tokens\":9}}",
            "[DONE]");
    private static final Reply WHOLE =
            Reply.json("{\"id\":\"up-1\",\"model\":\"real\",\"choices\":[{\"index\":0,\"message\":{\"role\":"
                    + "\"assistant\",\"content\":\"Good day\"},\"finish_reason\":\"stop\"}],\"usage\":"
                    + "{\"prompt_tokens\":7,\"completion_tokens\":2,\"total_tokens\":9}}");
    private static final String YAML = """
            upstreams:
              there: {provider: openai, url: "${env:UPSTREAM}"}
            guards:
              pii: {kind: mask, entities: [email]}
            models:
              - {name: m, deployments: [{upstream: there, model: m, max_concurrent: 1}], retries: 0, guards: [pii]}
              - {name: "w-*", deployments: [{upstream: there, model: "*"}], retries: 0}
            """;
    private static final String PROMPT = "[{\\\"role\\\":\\\"system\\\",\\\"parts\\\":[{\\\"type\\\":\\\"text\\\","
            + "\\\"content\\\":\\\"be brief\\\"}]},{\\\"role\\\":\\\"user\\\",\\\"parts\\\":[{\\\"type\\\":\\\"text\\\","
            + "\\\"content\\\":\\\"mail <EMAIL>\\\"}]}]";
    private static final String ANSWER = "[{\\\"role\\\":\\\"assistant\\\",\\\"parts\\\":[{\\\"type\\\":\\\"text\\\","
            + "\\\"content\\\":\\\"Good day\\\"}],\\\"finish_reason\\\":\\\"stop\\\"}]";

    private final Configured configured = new Configured(YAML);

    SeenTest() throws IOException {}

    @AfterEach
    void close() {
        configured.close();
    }

    private String metrics() {
        return configured.gateway.get("/metrics").body();
    }

    /// Metrics are counted after the client has its answer.
    private void awaitMetric(String part) throws InterruptedException {
        Eventually.seen("the metrics have " + part, this::metrics, metrics -> metrics.contains(part));
    }

    private void look(@Nullable URI collector, boolean content, boolean logged) {
        configured
                .gateway
                .serving
                .telemetry()
                .follow(new TelemetrySettings(
                        "1.2.3", collector, Map.of(), 1, SemanticConvention.V1_41, content, logged, Set.of()));
    }

    @Test
    void theFirstTokenOfAStreamIsTimedAndSoAreTheOthers() throws InterruptedException {
        configured.upstream.reply(STREAM);
        configured.gateway.post(CHAT, STREAMED);

        String labels = "{gen_ai_operation_name=\"chat\",gen_ai_provider_name=\"openai\",gen_ai_request_model=\"m\","
                + "upstream=\"there\"}";
        awaitMetric("gen_ai_server_time_to_first_token_seconds_count" + labels + " 1\n");
        awaitMetric("gen_ai_server_time_per_output_token_seconds_count" + labels + " 1\n");
    }

    /// Clients that ask once close their connection as soon as they have the answer, often before the log is written.
    @Test
    void whoLeavesWithTheAnswerHasNotLeftBeforeIt() throws Exception {
        Semaphore go = new Semaphore(0);
        configured.upstream.always(WHOLE.paced(go));
        byte[] request = ("POST " + CHAT + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + RunningGateway.KEY
                        + "\r\nContent-Length: " + ASKED.length() + "\r\n\r\n" + ASKED)
                .getBytes(StandardCharsets.US_ASCII);
        for (int i = 1; i <= 20; i++) {
            try (Socket client = configured.gateway.socket()) {
                client.getOutputStream().write(request);
                configured.upstream.awaitAsked(i);
                // So long that somebody watches whether the client leaves.
                Thread.sleep(40);
                go.release(100);
                assertTrue(client.getInputStream().read() >= 0);
            }
            go.drainPermits();
        }
        Eventually.holds(
                "20 requests are logged", () -> configured.gateway.serving.log().size() >= 20);
        configured.gateway.serving.log().forEach(line -> assertTrue(line.contains(" status=200 "), line));
    }

    /// Of all the models that one wildcard serves, each is counted by its own name once it has answered. And a
    /// name that somebody made up does not take the others away.
    @Test
    void aWildcardIsCountedByTheModelsThatAnswer() throws InterruptedException {
        configured.upstream.reply(WHOLE);
        configured.gateway.post(CHAT, ASKED.replace("\"m\"", "\"w-real\""));
        configured.upstream.reply(Reply.status(404, "{\"error\":{\"message\":\"no such model\"}}"));
        configured.gateway.post(CHAT, ASKED.replace("\"m\"", "\"w-made-up\""));
        configured.upstream.reply(WHOLE);
        assertEquals(
                200,
                configured
                        .gateway
                        .post(CHAT, ASKED.replace("\"m\"", "\"w-real\""))
                        .statusCode());

        awaitMetric(
                "aiplat_gateway_requests_total{code=\"200\",model=\"real\",surface=\"chat\",upstream=\"there\"} 2.0");
        awaitMetric(
                "aiplat_gateway_requests_total{code=\"404\",model=\"w-*\",surface=\"chat\",upstream=\"there\"} 1.0");
    }

    @Test
    void whoWaitsForAPlaceIsSeenToHaveWaited() throws Exception {
        Semaphore go = new Semaphore(0);
        configured.upstream.always(WHOLE.paced(go));
        CompletableFuture<HttpResponse<String>> first = ask();
        configured.upstream.awaitAsked(1);
        CompletableFuture<HttpResponse<String>> second = ask();
        awaitMetric("aiplat_gateway_queue_depth{upstream=\"there\"} 1.0\n");
        Thread.sleep(5);
        go.release(1000);

        assertEquals(200, first.get().statusCode());
        assertEquals(200, second.get().statusCode());
        awaitMetric("aiplat_gateway_queue_wait_seconds_count{upstream=\"there\"} 1\n");
    }

    private CompletableFuture<HttpResponse<String>> ask() {
        return CompletableFuture.supplyAsync(() -> configured.gateway.post(CHAT, ASKED), Thread::startVirtualThread);
    }

    @Test
    void anUpstreamThatIsGivenARestIsCountedOnce() throws InterruptedException {
        configured.upstream.always(Reply.status(429, "{\"error\":{\"message\":\"slow down\"}}", "Retry-After: 60"));
        configured.gateway.post(CHAT, ASKED);
        configured.gateway.post(CHAT, ASKED);

        awaitMetric("aiplat_gateway_upstream_cooldowns_total{upstream=\"there\"} 1.0\n");
    }

    @Test
    void theLogHasNoWordsUnlessAskedFor() throws InterruptedException {
        configured.upstream.always(WHOLE);
        configured.gateway.post(CHAT, ASKED);
        configured.awaitLogged(" status=200 ");
        assertFalse(configured.gateway.serving.log().toString().contains("prompt="));

        look(null, false, true);
        configured.gateway.post(CHAT, ASKED);
        configured.awaitLogged(" prompt=\"" + PROMPT + "\" answer=\"" + ANSWER + "\"");

        configured.upstream.always(STREAM);
        configured.gateway.post(CHAT, STREAMED);
        configured.awaitLogged(" stream=ended ");
        configured.awaitLogged(" prompt=\"" + PROMPT + "\" answer=\"" + ANSWER + "\"");
    }

    @Test
    void aSpanSaysWhatWasWishedForAndWhoAnswered() throws Exception {
        BlockingQueue<String> exported = new LinkedBlockingQueue<>();
        HttpServer collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/", exchange -> exported.add(taken(exchange)));
        collector.start();
        URI address = URI.create("http://127.0.0.1:" + collector.getAddress().getPort());
        try {
            look(address, true, false);
            configured.upstream.reply(WHOLE);
            configured.gateway.post(CHAT, ASKED);
            configured.awaitLogged(" status=200 ");
            look(null, false, false);

            String spans = exported.take();
            for (String part : new String[] {
                "gen_ai.request.temperature",
                "gen_ai.request.max_tokens",
                "gen_ai.request.stop_sequences",
                "gen_ai.response.id",
                "up-1",
                "gen_ai.response.model",
                "real",
                "gen_ai.response.finish_reasons",
                PROMPT.replace("\\", ""),
                ANSWER.replace("\\", "")
            }) {
                assertTrue(spans.contains(part), () -> part + " is not in " + spans);
            }
        } finally {
            collector.stop(0);
        }
    }

    private static String taken(HttpExchange exchange) throws IOException {
        try (exchange;
                GZIPInputStream body = new GZIPInputStream(exchange.getRequestBody())) {
            String text = new String(body.readAllBytes(), StandardCharsets.ISO_8859_1);
            exchange.sendResponseHeaders(200, -1);
            return text;
        }
    }
}
