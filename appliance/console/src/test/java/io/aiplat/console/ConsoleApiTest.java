package io.aiplat.console;

import static io.aiplat.console.RunningConsole.WITH_KEY;
import static io.aiplat.console.RunningConsole.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.model.Readiness;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The JSON behind the page, and who may use it.
class ConsoleApiTest {
    private final RunningConsole page = new RunningConsole();

    @AfterEach
    void close() {
        page.close();
    }

    @Test
    void saysHowTheApplianceIs() {
        assertEquals(json("""
                        {"version":"1.2.3","started":"2026-11-21T11:00:00Z","endpoint":"http://127.0.0.1:8080/v1",
                         "cluster":"none","cluster_name":"","cluster_reason":"No container engine answers.",
                         "engine":"fake","routes":"every other model by its own name","short":[],"gpu":[],"operator":[],"ready":true,"reason":""}"""), json(page.get("/admin/v1/status", WITH_KEY)));
    }

    @Test
    void saysWhyItIsNotReady() {
        page.engine.readiness = new Readiness.NotYet("the model is loading");
        JsonNode loading = json(page.get("/admin/v1/status", WITH_KEY));
        page.engine.readiness = new Readiness.Never(ConsoleProblems.pullStopped("x"));
        JsonNode failed = json(page.get("/admin/v1/status", WITH_KEY));

        assertEquals(false, loading.path("ready").asBoolean());
        assertEquals("the model is loading", loading.path("reason").asText());
        assertEquals("CONSOLE_PULL_STOPPED", failed.at("/problem/code").asText());
    }

    @Test
    void saysWhatRunsShort() {
        page.shortages = List.of("700 MiB are free on the disk of /home/a");

        assertEquals(
                "700 MiB are free on the disk of /home/a",
                json(page.get("/admin/v1/status", WITH_KEY)).at("/short/0").asText());
    }

    @Test
    void listsModels() {
        JsonNode first = json(page.get("/admin/v1/models", WITH_KEY)).at("/data/0");

        assertEquals(json("""
                        {"name":"smoke","bytes":3148192,"created":"2023-11-14T22:13:20Z","context":256,
                         "embeds":false,"loaded":true,"stage":"candidate","quantisation":"Q8_0"}"""), first);
    }

    @Test
    void removesAModelAlsoWithSlashes() {
        assertEquals(204, page.delete("/admin/v1/models/smoke", WITH_KEY).statusCode());
        assertEquals(
                204,
                page.delete("/admin/v1/models/hf.co%2Fsome%2Fmodel%3AQ4", WITH_KEY)
                        .statusCode());

        assertEquals(1, page.engine.models().size());
    }

    @Test
    void saysThatAModelIsNotHere() {
        HttpResponse<String> response = page.delete("/admin/v1/models/nothing", WITH_KEY);

        assertEquals(404, response.statusCode());
        JsonNode error = json(response).path("error");
        assertEquals("CONSOLE_NO_MODEL", error.path("code").asText());
        assertEquals("there is no model nothing.", error.path("why").asText());
        assertEquals(2, error.path("fixes").size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/admin/v1/status", "/admin/v1/models"})
    void readingNeedsTheKeyOrASession(String path) {
        String[] session = page.signIn();

        assertEquals(401, page.get(path).statusCode());
        assertEquals(401, page.get(path, "Authorization", "Bearer wrong").statusCode());
        assertEquals(401, page.get(path, "Cookie", session[1] + "x").statusCode());
        assertEquals(200, page.get(path, session).statusCode());
        assertEquals(200, page.get(path, WITH_KEY).statusCode());
    }

    @Test
    void changingWithASessionNeedsProofThatOurPageAsks() {
        String cookie = page.signIn()[1];

        assertEquals(
                403, page.delete("/admin/v1/models/smoke", "Cookie", cookie).statusCode());
        assertEquals(
                403,
                page.delete("/admin/v1/models/smoke", "Cookie", cookie, "Origin", "https://evil.example")
                        .statusCode());
        assertEquals(
                403,
                page.delete("/admin/v1/models/smoke", "Cookie", cookie, "Origin", "null")
                        .statusCode());
        assertEquals(
                403,
                page.delete(
                                "/admin/v1/models/smoke",
                                "Cookie",
                                cookie,
                                "Origin",
                                page.origin(),
                                "Sec-Fetch-Site",
                                "cross-site")
                        .statusCode());
        assertEquals(3, page.engine.models().size());
        assertEquals(
                204,
                page.delete("/admin/v1/models/smoke", "Cookie", cookie, "Origin", page.origin())
                        .statusCode());
    }

    @Test
    void whatAnotherPageMadeTheBrowserSendIsToldSo() {
        JsonNode error =
                json(page.delete("/admin/v1/models/smoke", page.signIn())).path("error");

        assertEquals("CONSOLE_FOREIGN_PAGE", error.path("code").asText());
    }

    @Test
    void readingWithASessionIsOurPagesToo() {
        String cookie = page.signIn()[1];

        assertEquals(
                403,
                page.get("/admin/v1/keys", "Cookie", cookie, "Sec-Fetch-Site", "cross-site")
                        .statusCode());
        assertEquals(
                403,
                page.get("/admin/v1/keys", "Cookie", cookie, "Origin", "https://evil.example")
                        .statusCode());
        assertEquals(200, page.get("/admin/v1/keys", "Cookie", cookie).statusCode());
    }

    @Test
    void whatWasUnderApiIsElsewhere() {
        for (String path : List.of("/api", "/api/status", "/api/models")) {
            HttpResponse<String> gone = page.get(path, WITH_KEY);
            assertEquals(404, gone.statusCode());
            assertTrue(gone.body().contains("/admin/v1"), gone.body());
        }
        assertEquals(404, page.get("/nothing", WITH_KEY).statusCode());
        assertEquals(404, page.post("/assets/front.js", "", WITH_KEY).statusCode());
    }

    @Test
    void everyChangeIsGuarded() {
        assertEquals(401, page.delete("/admin/v1/models/smoke").statusCode());
        assertEquals(
                401, page.post("/admin/v1/models/pulls", "{\"model\":\"x\"}").statusCode());
        assertEquals(401, page.post("/admin/v1/login-links", "").statusCode());
        String[] session = page.signIn();
        assertEquals(
                403,
                page.post("/admin/v1/models/pulls", "{\"model\":\"x\"}", session)
                        .statusCode());
        assertEquals(403, page.post("/admin/v1/login-links", "", session).statusCode());
    }

    @Test
    void thePageUsesTheApiWithItsSession() {
        String[] session = page.signIn();
        String body = "{\"model\":\"smoke\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"stream\":true}";

        HttpResponse<String> ours = page.post("/v1/chat/completions", body, page.fromOurPage(session));
        HttpResponse<String> unproven = page.post("/v1/chat/completions", body, session);
        HttpResponse<String> foreign =
                page.post("/v1/chat/completions", body, "Cookie", session[1], "Origin", "https://evil.example");

        assertEquals(200, ours.statusCode());
        assertTrue(ours.body().endsWith("data: [DONE]\n\n"));
        assertEquals(401, unproven.statusCode());
        assertEquals(401, foreign.statusCode());
    }
}
