package io.aiplat.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.aiplat.testkit.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// `kill -9` of a gateway that 220 clients use at once: no answer is free, and no budget is overspent.
/// `-Daiplat.kills=N` kills it N times.
class KillUnderLoadIT {
    private static final int CLIENTS = 220;
    private static final int KILLS = Integer.getInteger("aiplat.kills", 2);

    /// In requests, since each costs 1: more than all clients have under way at once, and used up in the end.
    private static final int BUDGET = 4_000;

    private static final String BODY = """
            {"model":"m","max_tokens":1,"messages":[{"role":"user","content":"hi"}]}""";

    private final AtomicInteger worked = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();

    @Test
    void nothingIsLostAndNothingOverspent() throws Exception {
        HttpServer upstream = CountingUpstream.start(InetAddress.getLoopbackAddress(), worked);
        try (GatewayProcess gateway =
                GatewayProcess.start("""
                upstreams:
                  counting: {provider: openai, url: "http://127.0.0.1:%d/v1"}
                models:
                  - name: m
                    deployments: [{upstream: counting, model: m}]
                    price: {input: 0, output: 1, per: 1 token}
                """.formatted(upstream.getAddress().getPort()))) {
            String key = gateway.key("crowd", "\"budgets\": [\"" + BUDGET + "/total\"]");
            for (int kill = 0; kill < KILLS; kill++) {
                crowd(gateway, key, () -> gateway.killAndRestart());
                booksHold(gateway);
            }
            // What is left is spent to the last request, and not one more.
            crowd(gateway, key, this::awaitRefusals);
            booksHold(gateway);
            assertTrue(refused.get() > 0, "the budget was never used up");
            assertTrue(worked.get() <= BUDGET, () -> worked + " requests for a budget of " + BUDGET);
        } finally {
            upstream.stop(0);
        }
    }

    /// What the books say lies between what was surely answered and what was at most begun.
    private void booksHold(GatewayProcess gateway) throws InterruptedException {
        int least = answered.get();
        // Taken over from the write-ahead log four times a second.
        double spent = Eventually.seen(least + " answers are booked", () -> spent(gateway), sum -> sum >= least);
        assertTrue(spent >= worked.get() - CLIENTS && spent <= BUDGET, spent + " for " + worked + " requests");
    }

    private static double spent(GatewayProcess gateway) {
        double sum = 0;
        for (JsonNode day :
                gateway.admin("/spend?from=2000-01-01&to=2999-12-31").path("data")) {
            sum += day.path("name").asText().equals("crowd") ? day.path("cost").asDouble() : 0;
        }
        return sum;
    }

    private interface Interruption {
        void happens() throws Exception;
    }

    /// All clients at once, one request after the other, until something has happened in the middle of it.
    private void crowd(GatewayProcess gateway, String key, Interruption interruption) throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        CountDownLatch busy = new CountDownLatch(CLIENTS);
        try (HttpClient http = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int client = 0; client < CLIENTS; client++) {
                threads.submit(() -> {
                    while (!over.get()) {
                        ask(http, gateway, key);
                        busy.countDown();
                    }
                });
            }
            assertTrue(busy.await(60, TimeUnit.SECONDS), "the clients did not come to speak");
            interruption.happens();
            over.set(true);
        }
    }

    private void ask(HttpClient http, GatewayProcess gateway, String key) {
        try {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create(gateway.url() + "/v1/chat/completions"))
                            .header("Authorization", "Bearer " + key)
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofString(BODY))
                            .build(),
                    BodyHandlers.ofString());
            (answer.statusCode() == 200 ? answered : refused).incrementAndGet();
        } catch (IOException e) {
            // The gateway is dead or not yet back; that is what this is about.
            Thread.yield();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitRefusals() throws InterruptedException {
        Eventually.seen("all clients are refused", Duration.ofMinutes(1), refused::get, count -> count >= CLIENTS);
    }
}
