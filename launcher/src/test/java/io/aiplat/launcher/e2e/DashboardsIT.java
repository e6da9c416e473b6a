package io.aiplat.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.aiplat.launcher.observability.DashboardFile;
import io.aiplat.testkit.GpuStandIn;
import io.aiplat.testkit.PrometheusBinary;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every query of every dashboard, asked of a real Prometheus that scrapes the shipped JAR under a load of everything:
/// answers, streams, errors, retries, a queue, the cache, guards, budgets, and a GPU by a stand-in for its driver.
@Tag("alone")
class DashboardsIT {
    /// What this machine cannot bring about is told by a page of the test, in aiplat's place: servers that are started
    /// for a request, and pods, need a cluster.
    private static final String ELSEWHERE = """
            # TYPE aiplat_workload_cpu_seconds_total counter
            aiplat_workload_cpu_seconds_total{tenant="shop",workload="buyer",kind="agent"} %1$d
            # TYPE aiplat_workload_memory_byte_seconds_total counter
            aiplat_workload_memory_byte_seconds_total{tenant="shop",workload="buyer",kind="agent"} %1$d
            # TYPE aiplat_workload_memory_bytes gauge
            aiplat_workload_memory_bytes{tenant="shop",workload="buyer",kind="agent"} 1048576
            # TYPE aiplat_workload_gpus gauge
            aiplat_workload_gpus{tenant="shop",workload="buyer",kind="agent"} 1
            # TYPE aiplat_pod_restarts_total counter
            aiplat_pod_restarts_total{tenant="shop",workload="buyer",kind="agent"} 1
            # TYPE aiplat_gateway_cold_starts_total counter
            aiplat_gateway_cold_starts_total{model="slow",outcome="started"} %1$d
            # TYPE aiplat_gateway_cold_start_wait_seconds histogram
            aiplat_gateway_cold_start_wait_seconds_bucket{model="slow",le="1.6"} %1$d
            aiplat_gateway_cold_start_wait_seconds_bucket{model="slow",le="+Inf"} %1$d
            aiplat_gateway_cold_start_wait_seconds_sum{model="slow"} %1$d
            aiplat_gateway_cold_start_wait_seconds_count{model="slow"} %1$d
            """;

    /// An upstream whose path says what it does: `/bad` fails, all others answer.
    private static final String ANSWER = """
            {"id":"1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"finish_reason":"stop",
            "message":{"role":"assistant","content":"call me at jane@example.com"}}],
            "usage":{"prompt_tokens":9,"completion_tokens":4,"total_tokens":13}}""";

    private static final String STREAM = """
            data: {"id":"1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":"a"}}]}

            data: {"id":"1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"content":" b"}}]}

            data: {"id":"1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"content":" c"},"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":3,"total_tokens":12}}

            data: [DONE]

            """;

    private static final String ROUTES = """
            telemetry: {otlp: "http://127.0.0.1:%1$d/collector"}
            upstreams:
              good: {provider: openai, url: "http://127.0.0.1:%1$d/good/v1", gpus: 1}
              bad: {provider: openai, url: "http://127.0.0.1:%1$d/bad/v1"}
              worse: {provider: openai, url: "http://127.0.0.1:%1$d/bad/v1"}
            defaults: {retries: 1, cooldown: {failures: 2, for: 1s}}
            models:
              - name: chat
                deployments: [{upstream: good, model: m, max_concurrent: 1, queue: 64}]
                price: {input: 1, output: 2, per: 1K tokens}
                guards: [private]
              - {name: broken, deployments: [{upstream: bad, model: m}]}
              - {name: covered, deployments: [{upstream: worse, model: m}, {upstream: good, model: m, order: 2}]}
              - name: remembered
                deployments: [{upstream: good, model: m}]
                price: {input: 1, output: 2, per: 1K tokens}
                cache: {ttl: 10m, max_entries: 1000}
            guards:
              private: {kind: mask, entities: [email], when: [before, after]}
            """;

    @TempDir
    Path folder;

    private final AtomicInteger counted = new AtomicInteger();

    @Test
    void everyQueryOfEveryDashboardHasAnAnswer() throws Exception {
        PrometheusBinary.server();
        GpuStandIn driver = GpuStandIn.of(folder.resolve("gpu"), GpuStandIn.machine("rtx-4090"));
        HttpServer upstream = upstream();
        try (Aiplat aiplat = Aiplat.withoutEngine()
                .with("AIPLAT_MODELS_ENGINE", "embedded")
                .with("LD_LIBRARY_PATH", driver.libraries().toString())) {
            int port = upstream.getAddress().getPort();
            Files.createDirectories(aiplat.home);
            Files.writeString(aiplat.home.resolve("gateway.yaml"), ROUTES.formatted(port));
            aiplat.run("up").ok();
            aiplat.run("teams", "create", "shop").ok();
            String key = aiplat.run("keys", "create", "web", "--team", "shop", "--budget", "1000/month")
                    .ok()
                    .out()
                    .strip();
            String scraper = aiplat.run("keys", "create", "prometheus", "--role", "metrics")
                    .ok()
                    .out()
                    .strip();
            try (HttpClient client = HttpClient.newHttpClient()) {
                load(client, aiplat, key);
                Path files = Files.createDirectories(folder.resolve("prometheus"));
                try (PrometheusServer prometheus =
                        new PrometheusServer(files, scraper, List.of(), List.of(aiplat.port, port))) {
                    for (int round = 0; round < 4; round++) {
                        load(client, aiplat, key);
                        TimeUnit.MILLISECONDS.sleep(1200);
                    }
                    assertEquals(List.of(), withoutAnswer(prometheus), "queries without an answer");
                }
            }
        } finally {
            upstream.stop(0);
        }
    }

    /// Queries that have no sample, or none that is a number.
    private static List<String> withoutAnswer(PrometheusServer prometheus) throws Exception {
        List<String> without = new ArrayList<>();
        for (DashboardFile dashboard : DashboardFile.all()) {
            for (DashboardFile.Query query : dashboard.queries()) {
                boolean answered = prometheus
                        .query(query.expression())
                        .valueStream()
                        .map(sample -> sample.at("/value/1").asText())
                        .anyMatch(value -> !value.equals("NaN") && !value.endsWith("Inf"));
                if (!answered) {
                    without.add(query.place() + " " + query.expression());
                }
            }
        }
        return List.copyOf(new TreeSet<>(without));
    }

    private static void load(HttpClient client, Aiplat aiplat, String key) {
        List<CompletableFuture<?>> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            all.add(ask(client, aiplat, key, "chat", "mail joe@example.com " + i, false));
            all.add(ask(client, aiplat, key, "chat", "stream " + i, true));
            all.add(ask(client, aiplat, key, "broken", "x", false));
            all.add(ask(client, aiplat, key, "covered", "x", false));
            all.add(ask(client, aiplat, key, "remembered", "the same", false));
            all.add(ask(client, aiplat, key, "nothing", "x", false));
            all.add(ask(client, aiplat, key, "smoke", "ping", true));
        }
        all.forEach(CompletableFuture::join);
    }

    private static CompletableFuture<?> ask(
            HttpClient client, Aiplat aiplat, String key, String model, String text, boolean stream) {
        String body = "{\"model\":\"" + model + "\",\"stream\":" + stream
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]}";
        return client.sendAsync(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + aiplat.port + "/v1/chat/completions"))
                        .header("Authorization", "Bearer " + key)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpServer upstream() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/good", exchange -> {
            boolean stream = body(exchange).contains("\"stream\":true");
            send(exchange, 200, stream ? "text/event-stream" : "application/json", stream ? STREAM : ANSWER);
        });
        server.createContext("/bad", exchange -> {
            body(exchange);
            send(exchange, 500, "application/json", "{\"error\":{\"message\":\"no\"}}");
        });
        server.createContext("/collector", exchange -> {
            body(exchange);
            send(exchange, 200, "application/json", "{}");
        });
        server.createContext(
                "/metrics",
                exchange -> send(exchange, 200, "text/plain", ELSEWHERE.formatted(counted.incrementAndGet())));
        server.start();
        return server;
    }

    private static String body(HttpExchange exchange) throws IOException {
        return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static void send(HttpExchange exchange, int status, String type, String text) throws IOException {
        try (exchange) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }
}
