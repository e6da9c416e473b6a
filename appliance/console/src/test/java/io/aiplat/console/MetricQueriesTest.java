package io.aiplat.console;

import static io.aiplat.console.RunningConsole.WITH_KEY;
import static io.aiplat.console.RunningConsole.json;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aiplat.governance.key.KeySettings;
import io.aiplat.governance.key.NewKey;
import io.aiplat.governance.key.Role;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Who may ask for metrics as one asks Prometheus: Grafana with a key as its password, programs, and our own page.
class MetricQueriesTest {
    private static final String TWO = "/api/v1/query?query=1%2B1";
    private static final String READER = "sk-aiplat-reader";
    private static final String MODELS = "sk-aiplat-models";

    private final RunningConsole page = new RunningConsole();

    MetricQueriesTest() {
        page.seed(new NewKey("grafana", Role.METRICS, null, null, KeySettings.PLAIN), READER);
        page.seed(new NewKey("models", Role.ORDINARY, null, null, KeySettings.PLAIN), MODELS);
    }

    @AfterEach
    void close() {
        page.close();
    }

    private static String[] basic(String key) {
        byte[] pair = ("any:" + key).getBytes(StandardCharsets.UTF_8);
        return new String[] {"Authorization", "Basic " + Base64.getEncoder().encodeToString(pair)};
    }

    private static void answered(HttpResponse<String> response) {
        assertEquals("2", json(response).at("/data/result/1").asText(), response.body());
        assertEquals(200, response.statusCode());
    }

    private static void refused(int status, String type, HttpResponse<String> response) {
        assertEquals(status, response.statusCode());
        assertEquals("error", json(response).path("status").asText());
        assertEquals(type, json(response).path("errorType").asText());
    }

    @Test
    void whoMayReadMetricsIsAnswered() {
        answered(page.get(TWO, "Authorization", "Bearer " + READER));
        answered(page.get(TWO, "Authorization", "Bearer " + page.adminKey()));
        answered(page.get(TWO, WITH_KEY));
        answered(page.get(TWO, basic(READER)));
        answered(page.get(TWO, page.fromOurPage(page.signIn())));
        answered(page.post(
                "/api/v1/query",
                "query=1%2B1&time=5",
                "Authorization",
                "Bearer " + READER,
                "Content-Type",
                "application/x-www-form-urlencoded"));
    }

    @Test
    void nobodyElseIsAnsweredAndIsToldSoAsPrometheusWould() {
        refused(401, "unauthorized", page.get(TWO));
        refused(401, "unauthorized", page.get(TWO, basic("sk-aiplat-wrong")));
        refused(401, "unauthorized", page.get(TWO, "Authorization", "Basic !"));
        refused(403, "forbidden", page.get(TWO, basic(MODELS)));
        refused(403, "forbidden", page.get(TWO, "Authorization", "Bearer " + MODELS));
        refused(405, "bad_data", page.delete(TWO, "Authorization", "Bearer " + READER));
    }

    @Test
    void otherAddressesUnderApiAreNobodys() {
        assertEquals(
                404,
                page.get("/api/v1/write", "Authorization", "Bearer " + READER).statusCode());
        assertEquals(
                404, page.get("/api/tags", "Authorization", "Bearer " + READER).statusCode());
    }
}
