package io.aiplat.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.aiplat.testkit.Eventually;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/// Questions to a model become samples that are kept, and a Grafana that takes the gateway for a Prometheus reads them:
/// with a key that reads metrics as its password, also after a kill -9.
class MetricsQueryIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ANSWERED = "sum(aiplat_gateway_requests_total{code=\"200\",surface=\"chat\"})";

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void whatHappenedCanBeAskedForAsOneAsksPrometheusAlsoAfterAKill() throws Exception {
        try (Aiplat aiplat = Aiplat.withoutEngine()) {
            aiplat.run("up", "--set", "metrics.interval=1s").ok();
            String grafana = aiplat.run("keys", "create", "grafana", "--role", "metrics")
                    .ok()
                    .out()
                    .strip();
            for (int i = 0; i < 5; i++) {
                assertEquals("pong", aiplat.answer("smoke", "ping"));
            }
            Eventually.holds("the five are counted", () -> count(aiplat, grafana) == 5);

            // What Grafana asks for when a data source is added, and when a panel is edited.
            assertEquals(
                    "aiplat",
                    ask(aiplat, grafana, "/api/v1/label/job/values", "")
                            .at("/data/0")
                            .asText());
            assertTrue(ask(aiplat, grafana, "/api/v1/status/buildinfo", "")
                    .at("/data/version")
                    .asText()
                    .startsWith("3."));
            assertEquals(
                    "counter",
                    ask(aiplat, grafana, "/api/v1/metadata", "")
                            .at("/data/aiplat_gateway_requests_total/0/type")
                            .asText());
            assertTrue(ask(aiplat, grafana, "/api/v1/series", "match[]=" + encoded("{le!=\"\"}"))
                            .path("data")
                            .size()
                    > 10);
            JsonNode slow = query(
                    aiplat,
                    grafana,
                    "histogram_quantile(0.95, sum by (le) (gen_ai_server_request_duration_seconds_bucket))");
            assertTrue(slow.at("/data/result/0/value/1").asDouble() > 0, slow::toString);
            assertEquals(
                    "bad_data", query(aiplat, grafana, "sum(").path("errorType").asText());

            // A key for models reads no metrics.
            String models = aiplat.run("keys", "create", "app").ok().out().strip();
            assertEquals(
                    "forbidden", query(aiplat, models, "up").path("errorType").asText());

            aiplat.run("metrics", "query", ANSWERED).ok().tells("SERIES").tells("{}       5");
            aiplat.run("metrics", "query", "up", "--range", "1m", "--step", "1s")
                    .ok()
                    .tells("up{instance=");
            aiplat.run("metrics", "query", "stddev(up)")
                    .failsWith(5, "CLIENT_REFUSED")
                    .tells("At character 1: stddev() is not in the part of PromQL that aiplat evaluates");
            long before = samples(aiplat, grafana);

            aiplat.crash();
            aiplat.run("up").ok();
            // No request was answered by the process that counts now: these are samples of the one before.
            assertEquals(
                    5,
                    query(aiplat, grafana, "max_over_time(" + ANSWERED.substring(4, ANSWERED.length() - 1) + "[10m])")
                            .at("/data/result/0/value/1")
                            .asInt());
            assertTrue(samples(aiplat, grafana) >= before, () -> "fewer than " + before);
            aiplat.run("metrics", "storage").ok().tells("series that are taken");
        }
    }

    private long count(Aiplat aiplat, String key) throws Exception {
        return query(aiplat, key, ANSWERED).at("/data/result/0/value/1").asLong();
    }

    private long samples(Aiplat aiplat, String key) throws Exception {
        return query(aiplat, key, "count_over_time(up[1h])")
                .at("/data/result/0/value/1")
                .asLong();
    }

    private JsonNode query(Aiplat aiplat, String key, String expression) throws Exception {
        return ask(aiplat, key, "/api/v1/query", "query=" + encoded(expression) + "&time=" + now());
    }

    private static String now() {
        return new java.math.BigDecimal(Instant.now().toEpochMilli())
                .movePointLeft(3)
                .toPlainString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /// As Grafana asks: a form, and basic authentication.
    private JsonNode ask(Aiplat aiplat, String key, String path, String form) throws Exception {
        byte[] pair = ("grafana:" + key).getBytes(StandardCharsets.UTF_8);
        HttpResponse<String> response = client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + aiplat.port + path))
                        .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form))
                        .build(),
                BodyHandlers.ofString());
        return JSON.readTree(response.body());
    }
}
