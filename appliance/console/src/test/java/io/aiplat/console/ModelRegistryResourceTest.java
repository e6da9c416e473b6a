package io.aiplat.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.model.registry.BenchmarkResult;
import io.aiplat.model.registry.ModelRecord;
import io.aiplat.model.registry.ModelVersion;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ModelRegistryResourceTest {
    private static final String SMOKE = "/admin/v1/models/smoke";
    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");

    private final RunningConsole page = new RunningConsole();

    @AfterEach
    void close() {
        page.close();
    }

    private JsonNode asked(String method, String path, String body) {
        HttpResponse<String> response = page.ask(method, path, body, RunningConsole.WITH_KEY);
        assertEquals(2, response.statusCode() / 100, response.body());
        return response.body().isEmpty() ? RunningConsole.json("{}") : RunningConsole.json(response);
    }

    private int refused(String method, String path, String body) {
        return page.ask(method, path, body, RunningConsole.WITH_KEY).statusCode();
    }

    /// From a model that nobody knows to one that is approved, and back when other bytes come under its name.
    @Test
    void aModelIsACandidateUntilSomebodyApprovesItsBytes() {
        JsonNode unknown = asked("GET", SMOKE, "");
        assertEquals("candidate", unknown.at("/stage/stage").asText());
        assertTrue(unknown.at("/stage/by").isNull());
        assertEquals("Q8_0", unknown.at("/files/quantisation").asText());
        assertEquals(0, unknown.path("versions").size());

        asked("PUT", SMOKE + "/stage", "{\"stage\": \"approved\", \"note\": \"asked legal\"}");
        JsonNode approved = asked("GET", SMOKE, "");
        assertEquals("approved", approved.at("/stage/stage").asText());
        assertEquals("owner", approved.at("/stage/by").asText());
        assertEquals("asked legal", approved.at("/stage/note").asText());
        assertEquals(
                "sha256:" + "0".repeat(64), approved.at("/versions/0/digest").asText());
        assertEquals("apache-2.0", approved.at("/versions/0/licence").asText());
        assertEquals("approved", listed("smoke").path("stage").asText());

        ModelVersion other = new ModelVersion("sha256:" + "1".repeat(64), "hf.co/x/y", null, null, 0, 0, 9, NOW);
        page.registry.record("smoke", other);
        JsonNode replaced = asked("GET", SMOKE, "");
        assertEquals("candidate", replaced.at("/stage/stage").asText());
        assertEquals("was approved with other bytes", replaced.at("/stage/note").asText());
        assertEquals("candidate", listed("smoke").path("stage").asText());
    }

    /// Approval is of what is here, whatever was recorded before.
    @Test
    void whatIsApprovedAreTheBytesThatAreHere() {
        page.registry.record(
                "smoke", new ModelVersion("sha256:" + "1".repeat(64), "hf.co/x/y", "MIT", null, 0, 0, 9, NOW));
        page.engine.digests.put("smoke", "sha256:" + "2".repeat(64));
        JsonNode approved = asked("PUT", SMOKE + "/stage", "{\"stage\": \"approved\"}");
        assertEquals(
                "sha256:" + "2".repeat(64), approved.at("/versions/1/digest").asText());
        assertEquals("approved", approved.at("/stage/stage").asText());
    }

    private JsonNode listed(String name) {
        for (JsonNode model : asked("GET", "/admin/v1/models", "").path("data")) {
            if (model.path("name").asText().equals(name)) {
                return model;
            }
        }
        throw new AssertionError("no " + name);
    }

    @Test
    void whatIsKnownStaysWhenTheModelGoes() {
        page.registry.benchmark("smoke", new BenchmarkResult(NOW, "fake", 128, 64, 4, 2048, 900.5, 120.25, 31, 80.5));
        asked("PUT", SMOKE + "/notes", "{\"notes\": \"knows no Danish\"}");
        asked("DELETE", SMOKE, "");
        asked("PUT", SMOKE + "/stage", "{\"stage\": \"retired\"}");
        JsonNode gone = asked("GET", SMOKE, "");
        assertFalse(gone.path("here").asBoolean());
        assertEquals("knows no Danish", gone.path("notes").asText());
        assertEquals("retired", gone.at("/stage/stage").asText());
        assertEquals(900.5, gone.at("/benchmarks/0/prompt_rate").asDouble());
        assertEquals(80.5, gone.at("/benchmarks/0/first_token_ms_p95").asDouble());
        assertEquals(404, refused("PUT", SMOKE + "/stage", "{\"stage\": \"approved\"}"), "there are no bytes");
    }

    @Test
    void whatIsNoModelOrNoStageIsRefused() {
        String nothing = "/admin/v1/models/nothing";
        assertEquals(404, refused("GET", nothing, ""));
        assertEquals(404, refused("PUT", nothing + "/notes", "{\"notes\": \"x\"}"));
        assertEquals(404, refused("POST", nothing + "/load", ""));
        assertEquals(404, refused("POST", nothing + "/unload", ""));
        assertFalse(page.stopped.contains("nothing"));
        assertEquals(400, refused("PUT", SMOKE + "/stage", "{\"stage\": \"good\"}"));
        assertEquals(400, refused("PUT", SMOKE + "/notes", "{\"notes\": \"" + "x".repeat(4001) + "\"}"));
        assertEquals(List.of(), page.registry.all());
    }

    @Test
    void modelsComeIntoMemoryAndGo() {
        String name = "/admin/v1/models/hf.co%2Fsome%2Fmodel:Q4";
        asked("POST", name + "/load", "");
        asked("POST", name + "/unload", "");
        assertTrue(page.stopped.contains("hf.co/some/model:Q4"), "nobody brings it back unasked");
        assertEquals(List.of("load hf.co/some/model:Q4", "unload hf.co/some/model:Q4"), page.engine.moved);
        JsonNode resident = asked("GET", "/admin/v1/resident-models", "").path("data");
        assertEquals(1, resident.size());
        assertEquals("smoke", resident.path(0).path("name").asText());
        assertTrue(resident.path(0).path("until").isNull());
        assertEquals(3_148_192, resident.path(0).path("memory").asLong());
    }

    /// A record is of a name, and `latest` is no other name.
    @Test
    void latestIsTheSameModel() {
        asked("PUT", SMOKE + ":latest/notes", "{\"notes\": \"x\"}");
        assertEquals(
                List.of("smoke"),
                page.registry.all().stream().map(ModelRecord::name).toList());
    }
}
