package io.aiplat.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.aiplat.testkit.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The story of docs/how-to/alerts.md: an upstream goes down, a rule of a person's own fires, a webhook is told, and
/// told
/// again when the upstream is back; a silence keeps it quiet.
class AlertsIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] ANSWER = """
            {"id":"1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"finish_reason":"stop",
            "message":{"role":"assistant","content":"x"}}],
            "usage":{"prompt_tokens":9,"completion_tokens":1,"total_tokens":10}}""".getBytes(StandardCharsets.UTF_8);

    private static final List<String> NAMES = List.of("AiplatTest", "OwnUpstreamDown");
    private static final Duration LONG = Duration.ofMinutes(2);

    private final AtomicBoolean down = new AtomicBoolean();
    private final List<JsonNode> told = new CopyOnWriteArrayList<>();
    private final HttpServer upstream = server();
    private final HttpServer receiver = server();

    AlertsIT() throws IOException {
        upstream.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            if (down.get()) {
                exchange.sendResponseHeaders(503, -1);
            } else {
                exchange.sendResponseHeaders(200, ANSWER.length);
                exchange.getResponseBody().write(ANSWER);
            }
            exchange.close();
        });
        receiver.createContext("/", exchange -> {
            boolean known = "Bearer t0ken".equals(exchange.getRequestHeaders().getFirst("Authorization"));
            JsonNode message = JSON.readTree(exchange.getRequestBody());
            // Rules of aiplat fire as well, for the same reason.
            if (known && NAMES.contains(message.at("/groupLabels/alertname").asText())) {
                told.add(message);
            }
            exchange.sendResponseHeaders(known ? 200 : 401, -1);
            exchange.close();
        });
        upstream.start();
        receiver.start();
    }

    private static HttpServer server() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        return server;
    }

    @AfterEach
    void stop() {
        upstream.stop(0);
        receiver.stop(0);
    }

    @Test
    void aWebhookIsToldOfAnUpstreamThatIsDownAndOfItsReturn() throws Exception {
        try (Aiplat aiplat = Aiplat.withoutEngine()
                .with(
                        "AIPLAT_ALERTS_WEBHOOK",
                        "http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook")
                .with("AIPLAT_ALERTS_WEBHOOK_TOKEN", "t0ken")
                .with("AIPLAT_ALERTS_UPDATE", "1s")
                .with("AIPLAT_METRICS_INTERVAL", "1s")) {
            aiplat.run("up").ok();
            aiplat.run("alerts").ok().tells("Nothing is wrong.");
            aiplat.run("alerts", "list", "--rules")
                    .ok()
                    .tells("AiplatUpstreamDown")
                    .tells("rules of aiplat");
            aiplat.run("alerts", "test").ok().tells("webhook: took it");
            assertEquals(
                    "AiplatTest",
                    told.removeFirst().at("/groupLabels/alertname").asText());
            route(aiplat);
            ownRule(aiplat);
            Eventually.seen("the route is served", LONG, () -> status(aiplat), status -> status == 200);

            down.set(true);
            Eventually.seen(
                    "it is told",
                    LONG,
                    () -> {
                        status(aiplat);
                        return told;
                    },
                    all -> !all.isEmpty());
            JsonNode firing = told.removeFirst();
            assertEquals("4", firing.path("version").asText());
            assertEquals("firing", firing.path("status").asText());
            assertEquals("here", firing.at("/alerts/0/labels/upstream").asText());
            assertEquals(
                    "here is down", firing.at("/alerts/0/annotations/summary").asText());
            aiplat.run("alerts").ok().tells("firing").tells("OwnUpstreamDown").tells("here is down");
            assertTrue(
                    aiplat.run("alerts", "show", "OwnUpstreamDown").ok().out().contains("upstream: here"));

            down.set(false);
            Eventually.seen(
                    "its end is told",
                    LONG,
                    () -> {
                        status(aiplat);
                        return told;
                    },
                    all -> !all.isEmpty());
            assertEquals("resolved", told.removeFirst().path("status").asText());

            aSilenceKeepsItQuiet(aiplat);
            aFileWithAMistakeIsToldAndWhatItSaidBeforeHolds(aiplat);
            aiplat.run("alerts", "show", "None").failsWith(2, "ALERTS_UNKNOWN_RULE");
        }
    }

    private static int status(Aiplat aiplat) {
        try {
            return aiplat.ask("remote", "ping").statusCode();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void route(Aiplat aiplat) throws IOException {
        Files.writeString(aiplat.home.resolve("gateway.yaml"), """
                upstreams:
                  here: {provider: openai, url: "http://127.0.0.1:%d/v1", key: none}
                models:
                  - name: remote
                    retries: 0
                    deployments: [{upstream: here, model: m}]
                """.formatted(
                        upstream.getAddress().getPort()));
    }

    private static Path ownRule(Aiplat aiplat) throws IOException {
        Path file = Files.createDirectories(aiplat.home.resolve("alerts")).resolve("own.yaml");
        return Files.writeString(file, """
                groups:
                  - name: own
                    interval: 1s
                    rules:
                      - alert: OwnUpstreamDown
                        expr: |-
                          sum by (upstream) (increase(gen_ai_client_operation_duration_seconds_count{
                            error_type="upstream_error"}[5s])) > 0
                        labels: {severity: critical}
                        annotations: {summary: '{{ $labels.upstream }} is down'}
                """);
    }

    private void aSilenceKeepsItQuiet(Aiplat aiplat) throws Exception {
        String out = aiplat.run(
                        "alerts", "silence", "OwnUpstreamDown", "upstream=here", "--for", "1h", "--comment", "disk")
                .ok()
                .out();
        String id = out.replaceAll("(?s).*unsilence ([0-9a-f]+) .*", "$1");
        aiplat.run("alerts", "list", "--silences").ok().tells(id).tells("disk").tells("owner");
        down.set(true);
        Eventually.seen(
                "it fires",
                LONG,
                () -> {
                    status(aiplat);
                    return aiplat.run("alerts").ok().out();
                },
                all -> all.matches("(?s).*firing[^\n]*OwnUpstreamDown.*"));
        Thread.sleep(3_000);
        assertEquals(List.of(), told);
        aiplat.run("alerts", "unsilence", id).ok();
        Eventually.seen(
                "it is told then",
                LONG,
                () -> {
                    // It fires as long as requests fail.
                    status(aiplat);
                    return told;
                },
                all -> !all.isEmpty());
    }

    private static void aFileWithAMistakeIsToldAndWhatItSaidBeforeHolds(Aiplat aiplat) throws Exception {
        Path file = ownRule(aiplat);
        Files.writeString(file, Files.readString(file).replace("interval: 1s", "interval: often"));
        Eventually.seen(
                "the mistake is told",
                LONG,
                () -> aiplat.run("alerts", "list", "--rules").ok().out(),
                out -> out.contains("own.yaml:3:15") && out.contains("OwnUpstreamDown"));
    }
}
