package io.aiplat.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.aiplat.testkit.Eventually;
import io.aiplat.testkit.PrometheusBinary;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The gateway's spans in a real Jaeger, by the one setting that the page has for it.
class JaegerIT {
    private static final String CALLER = "4bf92f3577b34da6a3ce929d0e0e4736";

    private static final String ROUTES = """
            telemetry: {otlp: "http://127.0.0.1:%1$d"}
            upstreams:
              one: {provider: openai, url: "http://127.0.0.1:%2$d/v1"}
            models:
              - {name: chat, deployments: [{upstream: one, model: m}]}
            """;

    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void aRequestIsATraceInJaeger() throws Exception {
        int otlp = Aiplat.freePort();
        int pages = Aiplat.freePort();
        Running jaeger = jaeger(otlp, pages);
        HttpServer upstream = CountingUpstream.start(InetAddress.getLoopbackAddress(), new AtomicInteger());
        try (http;
                GatewayProcess gateway = GatewayProcess.start(
                        ROUTES.formatted(otlp, upstream.getAddress().getPort()))) {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create(gateway.url() + "/v1/chat/completions"))
                            .header("Authorization", "Bearer " + gateway.key("web", "\"budgets\": [\"5/total\"]"))
                            .header("Content-Type", "application/json")
                            .header("traceparent", "00-" + CALLER + "-00f067aa0ba902b7-01")
                            .POST(BodyPublishers.ofString(
                                    "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":\"ping\"}]}"))
                            .build(),
                    BodyHandlers.ofString());
            assertEquals(200, answer.statusCode(), answer::body);

            JsonNode trace = Eventually.seen(
                    "Jaeger has the trace",
                    Duration.ofSeconds(60),
                    () -> asked(pages, "/api/traces/" + CALLER).at("/data/0"),
                    found -> found.path("spans").size() == 2);
            JsonNode request = span(trace, "server");
            assertEquals("web", tag(request, "aiplat.key.name"));
            assertEquals(answer.headers().firstValue("x-request-id").orElseThrow(), tag(request, "aiplat.request.id"));
            JsonNode attempt = span(trace, "client");
            assertEquals("9", tag(attempt, "gen_ai.usage.input_tokens"));
            assertEquals(
                    request.path("spanID").asText(),
                    attempt.at("/references/0/spanID").asText());
            assertTrue(asked(pages, "/api/services").path("data").toString().contains("aiplat"));
        } finally {
            upstream.stop(0);
            jaeger.terminate().result();
        }
    }

    private Running jaeger(int otlp, int pages) throws Exception {
        String here = "127.0.0.1:";
        Running process = Running.start(
                List.of(
                        PrometheusBinary.jaeger().toString(),
                        "--collector.otlp.http.host-port=" + here + otlp,
                        "--collector.otlp.grpc.host-port=" + here + Aiplat.freePort(),
                        "--collector.http-server.host-port=" + here + Aiplat.freePort(),
                        "--collector.grpc-server.host-port=" + here + Aiplat.freePort(),
                        "--query.http-server.host-port=" + here + pages,
                        "--query.grpc-server.host-port=" + here + Aiplat.freePort(),
                        "--admin.http.host-port=" + here + Aiplat.freePort()),
                Map.of("PATH", System.getenv("PATH")),
                folder,
                folder);
        Eventually.holds("Jaeger answers", Duration.ofSeconds(60), () -> {
            try {
                return asked(pages, "/api/services").has("data");
            } catch (IOException notYet) {
                return false;
            }
        });
        return process;
    }

    private JsonNode asked(int port, String path) throws IOException, InterruptedException {
        return new ObjectMapper()
                .readTree(http.send(
                                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                        .build(),
                                BodyHandlers.ofString())
                        .body());
    }

    private static JsonNode span(JsonNode trace, String kind) {
        return trace.path("spans")
                .valueStream()
                .filter(span -> tag(span, "span.kind").equals(kind))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no span " + kind + " in " + trace));
    }

    private static String tag(JsonNode span, String key) {
        return span.path("tags")
                .valueStream()
                .filter(tag -> tag.path("key").asText().equals(key))
                .map(tag -> tag.path("value").asText())
                .findFirst()
                .orElse("");
    }
}
