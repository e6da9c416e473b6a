package io.aiplat.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.aiplat.testkit.Eventually;
import io.aiplat.testkit.PostgresServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two gateways that share their keys and budgets in one PostgreSQL database, by TLS with the database's own
/// authority: a thousand clients at once on one budget, the database is restarted and one of the gateways killed
/// meanwhile. Nothing is overspent and nothing lost.
class SharedGatewaysIT {
    private static final int CLIENTS = 500;

    /// In requests, since each costs 1: more than all clients have under way at once, and used up in the end.
    private static final int BUDGET = 6_000;

    private static final String BODY = """
            {"model":"m","max_tokens":1,"messages":[{"role":"user","content":"hi"}]}""";

    @TempDir
    private Path folder;

    private final AtomicInteger worked = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void areOneToTheirClients() throws Exception {
        HttpServer upstream = CountingUpstream.start(InetAddress.getLoopbackAddress(), worked);
        try (PostgresServer database = PostgresServer.start()) {
            Files.writeString(folder.resolve("password"), PostgresServer.PASSWORD + "\n");
            String yaml = """
                    database:
                      url: %s?sslmode=verify-full&sslrootcert=%s
                      user: %s
                      password: ${file:%s}
                    upstreams:
                      counting: {provider: openai, url: "http://127.0.0.1:%d/v1"}
                    models:
                      - name: m
                        deployments: [{upstream: counting, model: m}]
                        price: {input: 0, output: 1, per: 1 token}
                    """.formatted(
                            database.database("shared", "aiplat"),
                            database.requireTls(),
                            PostgresServer.USER,
                            folder.resolve("password"),
                            upstream.getAddress().getPort());
            try (GatewayProcess one = GatewayProcess.start(yaml);
                    GatewayProcess other = GatewayProcess.start(yaml)) {
                keysAreThoseOfBoth(one, other);
                theDatabaseGoesAwayAndComesBack(database, one, other);
                oneIsKilled(database, one, other);
            }
        } finally {
            upstream.stop(0);
            http.close();
        }
    }

    private void keysAreThoseOfBoth(GatewayProcess one, GatewayProcess other) throws Exception {
        String key = one.key("laptop", "\"budgets\": [\"2/total\"]");
        Eventually.holds("the key is known", Duration.ofSeconds(2), () -> status(other, key) == 200);
        assertEquals(200, status(one, key));
        assertEquals(429, status(other, key), "two requests, one on each, and no third");
        assertEquals(429, status(one, key));

        String free = other.key("free", "\"models\": [\"m\"]");
        Eventually.holds("the key is known", Duration.ofSeconds(2), () -> status(one, free) == 200);
        other.revoke("free");
        assertEquals(401, status(one, free), "without waiting for anything");
    }

    private void theDatabaseGoesAwayAndComesBack(PostgresServer database, GatewayProcess one, GatewayProcess other)
            throws Exception {
        String key = one.key("steady", "\"tags\": [\"t\"]");
        Eventually.holds("the key is known", Duration.ofSeconds(2), () -> status(other, key) == 200);
        database.kill();
        HttpResponse<String> no = ask(one, key);
        assertEquals(503, no.statusCode(), no.body());
        assertTrue(no.body().contains("spend cannot be recorded"), no.body());
        assertEquals(503, status(other, key));
        assertEquals(503, one.readiness());
        database.restart();
        Eventually.holds("one is back", Duration.ofSeconds(5), () -> status(one, key) == 200);
        Eventually.holds("the other is back", Duration.ofSeconds(5), () -> status(other, key) == 200);
        assertEquals(200, one.readiness());
    }

    private void oneIsKilled(PostgresServer database, GatewayProcess one, GatewayProcess other) throws Exception {
        String key = one.key("crowd", "\"budgets\": [\"" + BUDGET + "/total\"]");
        Eventually.holds("the key is known", Duration.ofSeconds(2), () -> other.admin("/keys/crowd") != null);
        worked.set(0);
        answered.set(0);
        AtomicBoolean over = new AtomicBoolean();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (GatewayProcess gateway : List.of(one, other)) {
                for (int client = 0; client < CLIENTS; client++) {
                    threads.submit(() -> {
                        while (!over.get()) {
                            count(gateway, key);
                        }
                    });
                }
            }
            List<String> seen = new ArrayList<>();
            reaches(BUDGET / 6);
            database.stop();
            seen.add("stopped after " + answered);
            database.restart();
            reaches(BUDGET / 3);
            one.kill();
            seen.add("killed after " + answered);
            refused.set(0);
            Eventually.seen(
                    "the budget is used up", Duration.ofMinutes(2), refused::get, count -> count >= 2 * CLIENTS);
            over.set(true);
            seen.add("in the end " + answered + " answered and " + worked + " worked on");
            System.out.println(seen);
        }
        // What the dead one had open is charged once its lease has run out; until then it is held.
        double spent =
                Eventually.seen("all is booked", Duration.ofSeconds(30), () -> spent(other), sum -> sum >= BUDGET);
        assertEquals(BUDGET, spent, "overspent nothing, and all is spent");
        assertTrue(worked.get() <= BUDGET, () -> worked + " requests for a budget of " + BUDGET);
        assertTrue(answered.get() <= spent, () -> answered + " answers, of which nothing is lost");
    }

    private void reaches(int count) throws InterruptedException {
        Eventually.seen(count + " are answered", Duration.ofMinutes(2), answered::get, now -> now >= count);
    }

    private static double spent(GatewayProcess gateway) {
        double sum = 0;
        for (JsonNode day :
                gateway.admin("/spend?from=2000-01-01&to=2999-12-31").path("data")) {
            sum += day.path("name").asText().equals("crowd") ? day.path("cost").asDouble() : 0;
        }
        return sum;
    }

    private int status(GatewayProcess gateway, String key) throws IOException, InterruptedException {
        return ask(gateway, key).statusCode();
    }

    private HttpResponse<String> ask(GatewayProcess gateway, String key) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(gateway.url() + "/v1/chat/completions"))
                        .header("Authorization", "Bearer " + key)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(BODY))
                        .build(),
                BodyHandlers.ofString());
    }

    private void count(GatewayProcess gateway, String key) {
        try {
            (status(gateway, key) == 200 ? answered : refused).incrementAndGet();
        } catch (IOException e) {
            // The gateway is dead; that is what this is about.
            sleep();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void sleep() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
