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
            assertEquals(json("{\"what\":\"weights\",\"done\":5,\"total\":10}"), weights(lines));
            mayEnd.countDown();
            assertEquals(json("{\"model\":\"big:latest\"}"), last(lines));
        }
    }

    @Test
    void tellsWhatShouldBeKnownOfTheModel() {
        page.engine.pull = (name, _) -> name;
        page.engine.warning = Optional.of(SupplyProblems.noChatTemplate("big"));

        JsonNode served = json(
                List.of(page.post("/api/models/pull", BODY, WITH_KEY).body().split("\n"))
                        .getLast());

        assertEquals("big", served.path("model").asText());
        assertEquals("MODELS_NO_CHAT_TEMPLATE", served.at("/warning/code").asText());
        assertTrue(served.at("/warning/fixes").size() > 1, served.toString());
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

        assertEquals(json("[\"big\"]"), json(page.get("/api/models", WITH_KEY)).path("pulls"));
        try (BufferedReader lines = follow()) {
            mayEnd.countDown();
            assertEquals("big:latest", last(lines).path("model").asText());
        }
        assertEquals(1, pulls.get());
    }

    @Test
    void saysWhatFailed() {
        page.engine.pull = (name, _) -> {
            throw new ApplianceException(ConsoleProblems.pullStopped(name));
        };

        HttpResponse<String> response = page.post("/api/models/pull", BODY, WITH_KEY);

        JsonNode error = json(List.of(response.body().split("\n")).getLast()).path("error");
        assertEquals("CONSOLE_PULL_STOPPED", error.path("code").asText());
        assertEquals("pulling big was stopped", error.path("what").asText());
    }

    @Test
    void anUnforeseenFailureEndsThePullToo() {
        page.engine.pull = (_, _) -> {
            throw new IllegalStateException("disk on fire");
        };

        String body = page.post("/api/models/pull", BODY, WITH_KEY).body();

        assertTrue(body.contains("CONSOLE_PULL_FAILED") && body.contains("disk on fire"), body);
    }

    @Test
    void needsANameToPull() {
        for (String body : List.of("", "{}", "{\"model\":\" \"}", "nonsense")) {
            HttpResponse<String> response = page.post("/api/models/pull", body, WITH_KEY);
            assertEquals(400, response.statusCode());
            assertEquals("CONSOLE_BAD_REQUEST", json(response).at("/error/code").asText());
        }
        assertEquals(0, pulls.get());
    }

    @Test
    void endsWhenItIsToldTo() throws IOException {
        try (BufferedReader lines = follow()) {
            weights(lines);
            assertEquals(200, page.delete("/api/pulls/big", WITH_KEY).statusCode());
            assertEquals("CONSOLE_PULL_STOPPED", last(lines).at("/error/code").asText());
        }
        HttpResponse<String> none = page.delete("/api/pulls/other", WITH_KEY);
        assertEquals(404, none.statusCode());
        assertEquals("CONSOLE_NO_PULL", json(none).at("/error/code").asText());
    }

    @Test
    void closingStopsWhatRuns() throws IOException {
        try (BufferedReader lines = follow()) {
            weights(lines);
            page.console.close();
            assertEquals("CONSOLE_PULL_STOPPED", last(lines).at("/error/code").asText());
        }
    }

    private BufferedReader follow() {
        return new BufferedReader(new InputStreamReader(
                page.open("/api/models/pull", BODY, WITH_KEY).body(), StandardCharsets.UTF_8));
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
