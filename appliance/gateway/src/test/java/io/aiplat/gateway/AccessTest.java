package io.aiplat.gateway;

import static io.aiplat.gateway.RunningGateway.KEY;
import static io.aiplat.gateway.RunningGateway.error;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.gateway.access.KeySeeds;
import io.aiplat.gateway.access.SingleKey;
import io.aiplat.governance.key.KeySettings;
import io.aiplat.governance.key.Role;
import io.aiplat.model.Secret;
import io.aiplat.routing.KeySeed;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Who may talk to the endpoint, and under which name.
class AccessTest {
    private static final String OWN_ORIGIN = "https://app.example";
    private static final String SCRAPER = "sk-aiplat-scraper";

    private final RunningGateway gateway = new RunningGateway();

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void takesTheKeyInEitherHeader() {
        assertEquals(200, gateway.get("/v1/models").statusCode());
        assertEquals(
                200, gateway.get("/v1/models", "Authorization", "bearer " + KEY).statusCode());
        assertEquals(
                200,
                gateway.get("/v1/models", "Authorization", "", "x-api-key", KEY).statusCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer ", "Bearer sk-wrong", "Basic " + KEY, KEY})
    void refusesEveryOtherKey(String authorization) {
        HttpResponse<String> response = gateway.get("/v1/models", "Authorization", authorization);

        assertEquals(401, response.statusCode());
        assertEquals("invalid_api_key", error(response).path("code").asText());
        assertEquals("invalid_request_error", error(response).path("type").asText());
        assertEquals("false", response.headers().firstValue("x-should-retry").orElse(""));
    }

    @Test
    void doesNotSayWhatExistsWithoutAKey() {
        assertEquals(401, gateway.get("/v1/nothing", "Authorization", "").statusCode());
    }

    @Test
    void aSingleKeyAcceptsItselfOnly() {
        SingleKey keys = new SingleKey(new Secret("right"));

        assertTrue(keys.accepts("right"));
        assertFalse(keys.accepts("righ"));
        assertFalse(keys.accepts("right "));
        assertFalse(keys.accepts(""));
    }

    /// Row 19: who else has an account on this machine sees no names and no budgets.
    @Test
    void metricsNeedAKeyThatMayReadThemAlsoOnLoopback() {
        HttpResponse<String> nobody = gateway.get("/metrics", "Authorization", "");
        HttpResponse<String> ordinary = gateway.get("/metrics", "Authorization", "Bearer " + RunningGateway.KEY);
        HttpResponse<String> admin = gateway.get("/metrics", "Authorization", "Bearer " + RunningGateway.ADMIN);

        assertEquals(401, nobody.statusCode());
        assertFalse(nobody.body().contains("# TYPE"), nobody.body());
        assertEquals(403, ordinary.statusCode());
        assertEquals("metrics_key_needed", error(ordinary).path("code").asText());
        assertEquals(200, admin.statusCode());
        assertTrue(admin.body().contains("# TYPE"), admin.body());
    }

    @Test
    void aMetricsKeyOfTheFileReadsMetrics() {
        KeySeed seed = new KeySeed(
                "prometheus",
                new Secret(SCRAPER),
                false,
                true,
                null,
                null,
                List.of("*"),
                null,
                null,
                null,
                null,
                List.of());
        KeySeeds.sow(List.of(seed), gateway.serving.governance().administration());

        HttpResponse<String> metrics = gateway.get("/metrics", "Authorization", "Bearer " + SCRAPER);

        assertEquals(200, metrics.statusCode());
        assertTrue(metrics.body().contains("# TYPE"), metrics.body());
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/models, metrics_key_only",
        "GET, /v1/models/smoke, metrics_key_only",
        "GET, /v1/nothing, metrics_key_only",
        "GET, /v1, metrics_key_only",
        "POST, /v1/chat/completions, metrics_key_only",
        "POST, /v1/completions, metrics_key_only",
        "POST, /v1/embeddings, metrics_key_only",
        // Anthropic's errors have no code.
        "POST, /v1/messages, ''",
        "POST, /v1/responses, metrics_key_only",
        "POST, /v1/audio/transcriptions, metrics_key_only",
        "GET, /admin/v1/keys, admin_key_needed",
        "POST, /admin/v1/keys, admin_key_needed",
        "GET, /admin/v1/openapi.json, admin_key_needed",
        "GET, /admin/v1/spend, admin_key_needed",
    })
    void aMetricsKeyOpensNothingElse(String method, String path, String code) {
        gateway.serving.seed("prometheus", Role.METRICS, SCRAPER, KeySettings.PLAIN);
        BodyPublisher body = method.equals("GET")
                ? BodyPublishers.noBody()
                : BodyPublishers.ofString(RunningGateway.chatBody("\"max_tokens\":1"));

        HttpResponse<String> response = gateway.send(gateway.request(path, "Authorization", "Bearer " + SCRAPER)
                .method(method, body)
                .build());

        assertEquals(403, response.statusCode(), response.body());
        assertEquals(code, error(response).path("code").asText());
        assertTrue(error(response).path("message").asText().contains("prometheus"), response.body());
    }

    @Test
    void everyResponseHasAnIdOfItsOwn() throws IOException {
        String first = requestId(gateway.get("/v1/models"));
        String second = requestId(gateway.get("/v1/nothing"));

        assertTrue(first.matches("req_[0-9a-f]{24}"), first);
        assertTrue(second.matches("req_[0-9a-f]{24}"), second);
        assertNotEquals(first, second);
        assertTrue(gateway.raw("nonsense\r\n\r\n").contains("x-request-id: req_"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:80", "127.0.0.1:8080", "[::1]", "[::1]:9", "ai.example:443"})
    void answersUnderItsOwnNames(String host) throws IOException {
        assertTrue(health(host).startsWith("HTTP/1.1 200 "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "localhost.evil.example", "ai.example.", "127.0.0.2", "[::2]:80"})
    void refusesAForeignNameAndSaysWhichSettingAllowsIt(String host) throws IOException {
        String response = health(host);

        assertTrue(response.startsWith("HTTP/1.1 403 "), response);
        assertTrue(response.contains("\"code\":\"host_not_allowed\"") && response.contains("gateway.hosts"), response);
    }

    @Test
    void pagesOfANamedOriginMayReadAnswers() {
        HttpResponse<String> response = gateway.get("/v1/models", "Origin", OWN_ORIGIN);

        assertEquals(OWN_ORIGIN, header(response, "access-control-allow-origin"));
        assertEquals("Origin", header(response, "vary"));
        assertEquals("", header(response, "access-control-allow-credentials"));
    }

    @Test
    void pagesOfANamedOriginMayReadErrorsToo() {
        HttpResponse<String> response = gateway.get("/v1/models", "Origin", OWN_ORIGIN, "Authorization", "");

        assertEquals(401, response.statusCode());
        assertEquals(OWN_ORIGIN, header(response, "access-control-allow-origin"));
    }

    @Test
    void pagesOfOtherOriginsGetNoPermission() {
        assertEquals(
                "", header(gateway.get("/v1/models", "Origin", "https://evil.example"), "access-control-allow-origin"));
    }

    @Test
    void aPreflightNeedsNoKeyButANamedOrigin() {
        HttpResponse<String> allowed = preflight(OWN_ORIGIN);
        HttpResponse<String> refused = preflight("https://evil.example");

        assertEquals(204, allowed.statusCode());
        assertEquals("authorization, x-stainless-os", header(allowed, "access-control-allow-headers"));
        assertEquals("GET, POST, DELETE", header(allowed, "access-control-allow-methods"));
        assertEquals(403, refused.statusCode());
        assertTrue(error(refused).path("message").asText().contains("gateway.origins"));
    }

    private HttpResponse<String> preflight(String origin) {
        HttpRequest request = gateway.request(
                        "/v1/chat/completions",
                        "Authorization",
                        "",
                        "Origin",
                        origin,
                        "Access-Control-Request-Method",
                        "POST",
                        "Access-Control-Request-Headers",
                        "authorization, x-stainless-os")
                .method("OPTIONS", BodyPublishers.noBody())
                .build();
        return gateway.send(request);
    }

    private String health(String host) throws IOException {
        return gateway.raw("GET /health HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private static String requestId(HttpResponse<String> response) {
        return header(response, "x-request-id");
    }
}
