package io.aiplat.console;

import static io.aiplat.console.RunningConsole.WITH_KEY;
import static io.aiplat.console.RunningConsole.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.model.ApplianceException;
import io.aiplat.supply.SupplyProblems;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Pulling models.
@Timeout(20)
class PullTest {
    private static final String BODY = "{\"model\":\"big\"}";

    private final RunningConsole page = new RunningConsole();
    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private final AtomicInteger pulls = new AtomicInteger();

    @BeforeEach
    void pullSlowly() {
        page.engine.pull = (name, progress) -> {
            pulls.incrementAndGet();
            progress.at("weights", 5, 10);
            await(mayEnd);
            return name + ":latest";
        };
    }

    @AfterEach
    void close() {
        mayEnd.countDown();
        page.close();
    }

    @Test
    void reportsWhileItRunsAndThenTheName() throws IOException {
        try (BufferedReader lines = follow()) {
            JsonNode weights = weights(lines);
            assertEquals(5, weights.path("done").asInt());
            assertEquals(10, weights.path("total").asInt());
            assertEquals("running", weights.path("state").asText());
            mayEnd.countDown();
            assertEquals(json("{\"model\":\"big:latest\"}"), last(lines).path("result"));
        }
    }

    @Test
    void tellsWhatShouldBeKnownOfTheModel() throws IOException {
        page.engine.pull = (name, _) -> name;
        page.engine.warning = Optional.of(SupplyProblems.noChatTemplate("big"));

        JsonNode served = ended();

        assertEquals("big", served.at("/result/model").asText());
        assertEquals(
                "MODELS_NO_CHAT_TEMPLATE", served.at("/result/warning/code").asText());
        assertTrue(served.at("/result/warning/fixes").size() > 1, served.toString());
    }

    @Test
    void whoAsksForTheSameModelFollowsTheSamePull() throws IOException {
        try (BufferedReader one = follow();
                BufferedReader two = follow()) {
            weights(one);
            weights(two);
            mayEnd.countDown();
            assertEquals(last(one), last(two));
        }
        assertEquals(1, pulls.get());
    }

    @Test
    void goesOnWhenItsFollowersLeave() throws IOException {
        try (BufferedReader lines = follow()) {
            weights(lines);
        }

        JsonNode job = json(page.get("/admin/v1/jobs", WITH_KEY)).at("/data/0");
        assertEquals("big", job.path("subject").asText());
        assertEquals("running", job.path("state").asText());
        try (BufferedReader lines = follow()) {
            mayEnd.countDown();
            assertEquals("big:latest", last(lines).at("/result/model").asText());
        }
        assertEquals(1, pulls.get());
    }

    @Test
    void goesOnFromThePositionThatWasSeen() throws IOException {
        String id = begin().path("id").asText();
        long seen;
        try (BufferedReader lines = events(id, -1)) {
            seen = weights(lines).path("position").asLong();
        }
        mayEnd.countDown();
        try (BufferedReader lines = events(id, seen)) {
            assertTrue(json(lines.readLine()).path("position").asLong() > seen);
        }
    }

    @Test
    void saysWhatFailed() throws IOException {
        page.engine.pull = (name, _) -> {
            throw new ApplianceException(ConsoleProblems.pullStopped(name));
        };

        JsonNode error = ended().path("error");

        assertEquals("CONSOLE_PULL_STOPPED", error.path("code").asText());
        assertEquals("pulling big was stopped", error.path("what").asText());
        assertEquals(130, error.path("exit").asInt());
    }

    @Test
    void anUnforeseenFailureEndsThePullToo() throws IOException {
        page.engine.pull = (_, _) -> {
            throw new IllegalStateException("disk on fire");
        };

        String body = ended().toString();

        assertTrue(body.contains("CONSOLE_PULL_FAILED") && body.contains("disk on fire"), body);
    }

    @Test
    void needsANameToPull() {
        for (String body : List.of("", "{}", "{\"model\":\" \"}", "nonsense")) {
            assertEquals(
                    400, page.post("/admin/v1/models/pulls", body, WITH_KEY).statusCode());
        }
        assertEquals(0, pulls.get());
    }

    @Test
    void filesOfTheMachineAreItsOwners() {
        String[] admin = {"Authorization", "Bearer " + page.adminKey()};
        for (String file :
                List.of("/etc/passwd", "./model", "../x", "model.GGUF", "file:///x", "http://127.0.0.1:1/m.gguf")) {
            HttpResponse<String> refused = page.post("/admin/v1/models/pulls", "{\"model\":\"" + file + "\"}", admin);
            assertEquals(403, refused.statusCode(), file);
            assertEquals(
                    "CONSOLE_FILE_OF_OWNER", json(refused).at("/error/code").asText());
        }
        for (String name : List.of("hf.co/ann/model:file.gguf", "https://models.example/m.gguf")) {
            assertEquals(
                    202,
                    page.post("/admin/v1/models/pulls", "{\"model\":\"" + name + "\"}", admin)
                            .statusCode());
        }
        assertEquals(202, page.post("/admin/v1/models/pulls", BODY, admin).statusCode());
    }

    @Test
    void endsWhenItIsToldTo() throws IOException {
        String id = begin().path("id").asText();
        try (BufferedReader lines = events(id, -1)) {
            weights(lines);
            assertEquals(
                    200,
                    page.post("/admin/v1/jobs/" + id + "/cancel", "", WITH_KEY).statusCode());
            JsonNode last = last(lines);
            assertEquals("CONSOLE_PULL_STOPPED", last.at("/error/code").asText());
            assertEquals("cancelled", last.path("state").asText());
        }
        HttpResponse<String> none = page.post("/admin/v1/jobs/other/cancel", "", WITH_KEY);
        assertEquals(404, none.statusCode());
        assertEquals("MANAGEMENT_NO_JOB", json(none).at("/error/code").asText());
    }

    @Test
    void closingStopsWhatRuns() throws IOException {
        try (BufferedReader lines = follow()) {
            weights(lines);
            page.console.close();
            assertEquals("CONSOLE_PULL_STOPPED", last(lines).at("/error/code").asText());
        }
    }

    private JsonNode begin() {
        HttpResponse<String> begun = page.post("/admin/v1/models/pulls", BODY, WITH_KEY);
        assertEquals(202, begun.statusCode(), begun.body());
        return json(begun);
    }

    private JsonNode ended() throws IOException {
        try (BufferedReader lines = follow()) {
            return last(lines);
        }
    }

    private BufferedReader follow() {
        return events(begin().path("id").asText(), -1);
    }

    private BufferedReader events(String id, long after) {
        HttpResponse<InputStream> answer = page.open("/admin/v1/jobs/" + id + "/events?after=" + after, WITH_KEY);
        assertEquals(
                "application/x-ndjson",
                answer.headers().firstValue("content-type").orElse(""));
        return new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
    }

    private static JsonNode weights(BufferedReader lines) throws IOException {
        JsonNode report = json(lines.readLine());
        while (!report.path("what").asText().equals("weights")) {
            report = json(lines.readLine());
        }
        return report;
    }

    private static JsonNode last(BufferedReader lines) {
        return json(lines.lines().toList().getLast());
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(10, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
