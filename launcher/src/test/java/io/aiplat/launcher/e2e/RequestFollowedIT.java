package io.aiplat.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.aiplat.testkit.Eventually;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// One request, by the id that its answer has, in all six places: log line, span, page, metric, ledger, GPU seconds.
class RequestFollowedIT {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String CALLER = "00f067aa0ba902b7";

    @Test
    void oneRequestIsFoundInEveryPlace() throws Exception {
        try (Aiplat aiplat = Aiplat.withoutEngine();
                HttpClient http = HttpClient.newHttpClient()) {
            aiplat.run("up").ok();
            // The GPU is what the file says: what is tested is the way of its seconds.
            Files.writeString(aiplat.home.resolve("gateway.yaml"), """
                    upstreams: {here: {provider: embedded, gpus: 1}}
                    models:
                      - {name: smoke, price: {input: 1, output: 2, per: 1K tokens},
                         deployments: [{upstream: here, model: smoke}]}
                    telemetry: {record: [research]}
                    """);
            aiplat.run("teams", "create", "research").ok();
            String key = aiplat.run("keys", "create", "laptop", "--team", "research")
                    .ok()
                    .out()
                    .strip();
            String id = ask(aiplat, http, key);

            JsonNode request = followed(aiplat, id);
            JsonNode log = request.path("log");
            aiplat.run("logs", "requests").ok().tells(" id=" + id + " trace=" + TRACE + " key=laptop team=research ");
            BigDecimal cost = new BigDecimal(log.path("cost").asText());
            assertTrue(cost.signum() > 0, log::toString);

            span(aiplat, request, log, cost);
            page(aiplat, http, request);
            metric(request, log, cost);
            ledger(request, cost);
            assertTrue(request.path("gpu_seconds").decimalValue().signum() > 0, request::toString);
            assertEquals(
                    0,
                    new BigDecimal(log.path("gpu_seconds").asText())
                            .compareTo(request.path("gpu_seconds").decimalValue()));

            aiplat.run("requests", "show", TRACE)
                    .ok()
                    .tells("request  " + id)
                    .tells("trace    aiplat traces show " + TRACE)
                    .tells("page     http://127.0.0.1:" + aiplat.port + "/traces/" + TRACE)
                    .tells("this one in it");
            aiplat.run("requests").ok().tells(id);
            aiplat.run("requests", "show", "req_0").failsWith(2, "REQUESTS_UNKNOWN");
            onlyItsTeamSeesIt(aiplat, http, id);
        }
    }

    private static String ask(Aiplat aiplat, HttpClient http, String key) throws Exception {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + aiplat.port + "/v1/chat/completions"))
                        .header("Authorization", "Bearer " + key)
                        .header("traceparent", "00-" + TRACE + "-" + CALLER + "-01")
                        .POST(BodyPublishers.ofString(
                                "{\"model\":\"smoke\",\"messages\":[{\"role\":\"user\",\"content\":\"ping\"}]}"))
                        .build(),
                BodyHandlers.ofString());
        assertEquals(200, answer.statusCode(), answer.body());
        return answer.headers().firstValue("x-request-id").orElseThrow();
    }

    /// Log, trace and ledger are each written a little after the answer.
    private static JsonNode followed(Aiplat aiplat, String id) throws Exception {
        return Eventually.seen(
                "the request is in every place",
                Duration.ofSeconds(30),
                () -> {
                    Result shown = aiplat.run("requests", "show", id, "-o", "json");
                    return JSON.readTree(shown.out().isBlank() ? "{}" : shown.out());
                },
                found -> found.path("spans").size() == 2 && found.has("spend"));
    }

    private static void span(Aiplat aiplat, JsonNode request, JsonNode log, BigDecimal cost) throws IOException {
        assertEquals(TRACE, request.path("trace").asText());
        assertEquals(CALLER, request.path("spans").path(0).path("parent").asText());
        JsonNode trace = JSON.readTree(
                aiplat.run("traces", "show", TRACE, "-o", "json").ok().out());
        assertEquals(
                log.path("tokens_in").asText(),
                trace.path("trace").path("input_tokens").asText());
        assertEquals(
                log.path("tokens_out").asText(),
                trace.path("trace").path("output_tokens").asText());
        assertEquals(0, cost.compareTo(trace.path("trace").path("cost").decimalValue()));
        JsonNode attempt = trace.path("observations").path(1);
        assertEquals(
                request.path("spans").path(1).path("id").asText(),
                attempt.path("id").asText());
        assertTrue(attempt.path("input").asText().contains("ping"), attempt::toString);
        assertTrue(attempt.path("output").asText().contains("pong"), attempt::toString);
    }

    /// Whoever follows the link logs in, and is there.
    private static void page(Aiplat aiplat, HttpClient http, JsonNode request) throws Exception {
        URI here = URI.create("http://127.0.0.1:" + aiplat.port);
        String owner = Files.readString(aiplat.home.resolve("keys/owner")).strip();
        String path = request.path("page").asText();
        HttpResponse<String> login = http.send(
                HttpRequest.newBuilder(here.resolve("/login"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Origin", here.toString())
                        .POST(BodyPublishers.ofString("key=" + owner + "&next=" + path))
                        .build(),
                BodyHandlers.ofString());
        assertEquals(path, login.headers().firstValue("location").orElse(login.body()));
        HttpResponse<String> page = http.send(
                HttpRequest.newBuilder(here.resolve(path))
                        .header(
                                "Cookie",
                                login.headers()
                                        .firstValue("set-cookie")
                                        .orElseThrow()
                                        .split(";")[0])
                        .build(),
                BodyHandlers.ofString());
        assertEquals(200, page.statusCode());
        assertTrue(page.body().contains("trace.js"), page.body());
    }

    private static void metric(JsonNode request, JsonNode log, BigDecimal cost) {
        JsonNode series = request.path("metrics");
        assertEquals(
                1,
                value(
                        series,
                        "aiplat_gateway_requests_total{code=\"200\",model=\"smoke\",surface=\"chat\",upstream=\"here\"}"));
        assertEquals(
                log.path("tokens_in").asDouble(),
                value(
                        series,
                        "aiplat_gateway_tokens_total{estimated=\"false\",model=\"smoke\",team=\"research\","
                                + "type=\"input\"}"));
        assertEquals(
                cost.doubleValue(),
                value(series, "aiplat_gateway_cost_total{currency=\"USD\",model=\"smoke\",team=\"research\"}"));
    }

    private static double value(JsonNode series, String selector) {
        for (JsonNode each : series) {
            if (each.path("selector").asText().equals(selector)) {
                return each.path("value").asDouble();
            }
        }
        throw new AssertionError(selector + " is not in " + series);
    }

    private static void ledger(JsonNode request, BigDecimal cost) {
        JsonNode spend = request.path("spend");
        assertEquals("laptop", spend.path("key").asText());
        assertEquals(1, spend.path("requests").asInt());
        assertEquals(0, cost.compareTo(spend.path("cost").decimalValue()));
    }

    private static void onlyItsTeamSeesIt(Aiplat aiplat, HttpClient http, String id) throws Exception {
        aiplat.run("teams", "create", "sales").ok();
        for (String team : new String[] {"research", "sales"}) {
            String key = aiplat.run("keys", "create", team + "-boss", "--team", team, "--role", "team-admin")
                    .ok()
                    .out()
                    .strip();
            HttpResponse<String> shown = http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + aiplat.port + "/admin/v1/requests/" + id))
                            .header("Authorization", "Bearer " + key)
                            .build(),
                    BodyHandlers.ofString());
            assertEquals(team.equals("research") ? 200 : 404, shown.statusCode(), shown.body());
            assertFalse(shown.body().contains("ping"), "what was said is told with the trace");
        }
    }
}
