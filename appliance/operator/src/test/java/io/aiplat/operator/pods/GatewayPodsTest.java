package io.aiplat.operator.pods;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.aiplat.model.Secret;
import io.aiplat.operator.scaling.ScaledServer;
import io.aiplat.operator.scaling.ScaledServers;
import io.aiplat.routing.Origin;
import io.aiplat.routing.scaling.ColdStart;
import io.aiplat.routing.scaling.RouteLoad;
import io.aiplat.routing.scaling.StartResult;
import io.aiplat.testkit.Eventually;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// An operator and two gateways that share nothing but a Secret and what they tell each other: a request at one
/// starts a server for both, and it goes when nobody asks at any of them.
class GatewayPodsTest {
    private static final Origin CHAT = new Origin(Origin.Kind.RESOURCE, "models/default/chat", Instant.EPOCH);
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String SECRET = "aiplat-gateway";

    /// One gateway: what it knows, how much it is asked, and whether it answers the operator.
    private static final class Gateway implements AutoCloseable {
        final PublishedScaling scaling = new PublishedScaling(SOON);
        final AtomicInteger inFlight = new AtomicInteger();
        final HttpServer server;
        final PublishedRoutes routes;
        private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        volatile boolean hangs;

        Gateway(PodCluster cluster, String address, int port) throws IOException {
            server = HttpServer.create(new InetSocketAddress(address, port), 0);
            server.setExecutor(threads);
            server.createContext("/loads", this::answer);
            server.start();
            routes = new PublishedRoutes(cluster, SECRET, scaling, _ -> {}, _ -> {});
        }

        ColdStart chat() {
            return Objects.requireNonNull(scaling.of(CHAT));
        }

        private void answer(HttpExchange exchange) throws IOException {
            try (exchange) {
                while (hangs) {
                    Thread.sleep(50);
                }
                byte[] question = exchange.getRequestBody().readAllBytes();
                byte[] answer = scaling.answer(question, (_, _) -> new RouteLoad(inFlight.get(), 0));
                exchange.sendResponseHeaders(200, answer.length);
                exchange.getResponseBody().write(answer);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void close() {
            routes.close();
            server.stop(0);
            threads.shutdownNow();
        }
    }

    @Test
    void aRequestAtOneStartsAServerForBothAndNobodyAtAnyLetsItGo() throws Exception {
        try (PodsApi api = new PodsApi(List.of("127.0.0.1", "127.0.0.2"));
                PodCluster cluster = PodCluster.of(api.config(), "pods", null);
                ScaledServers servers = new ScaledServers(SOON, System::nanoTime)) {
            cluster.keys(SECRET, Map.of("admin", new Secret("key")));
            try (Gateway one = new Gateway(cluster, "127.0.0.1", 0);
                    Gateway other = new Gateway(
                            cluster, "127.0.0.2", one.server.getAddress().getPort())) {
                ScalingPublication told = new ScalingPublication(cluster, SECRET, servers, System::nanoTime);
                Thread operator = Thread.ofVirtual().start(() -> look(told));
                try (GatewayPods gateways = GatewayPods.watch(
                        cluster,
                        new GatewayPods.Asking(
                                "aiplat-gateway", one.server.getAddress().getPort(), SECRET, "admin"),
                        servers,
                        told,
                        HttpClient.newHttpClient())) {
                    servers.follow(gateways);
                    ScaledServer chat = servers.server(CHAT, "chat", () -> {});
                    chat.follow(new ScaledServer.Rule(0, 2, 1, Duration.ofSeconds(2)), 0);
                    chat.found(false, false);
                    Eventually.holds(
                            "both know that none runs",
                            SOON,
                            () -> !one.chat().isRunning() && !other.chat().isRunning());

                    aRequestStartsOne(chat, one, other);
                    oneThatDoesNotAnswerKeepsIt(chat, one, other);
                } finally {
                    operator.interrupt();
                }
            }
        }
    }

    private static void look(ScalingPublication told) {
        try {
            while (true) {
                told.look();
                Thread.sleep(100);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void aRequestStartsOne(ScaledServer chat, Gateway one, Gateway other) throws Exception {
        one.inFlight.set(1);
        CompletableFuture<StartResult> start = one.chat().start();
        Eventually.holds("the operator has heard of it", SOON, () -> chat.copies() == 1);
        assertFalse(start.isDone());
        // As whoever makes it so does when a copy answers.
        chat.take();
        chat.found(true, false);
        Eventually.holds("who waits is told", SOON, start::isDone);
        assertInstanceOf(StartResult.Awake.class, start.getNow(null));
        Eventually.holds("the other knows it too", SOON, () -> other.chat().isRunning());
        other.inFlight.set(1);
        Eventually.holds("both are counted together", SOON, () -> chat.copies() == 2);
    }

    private static void oneThatDoesNotAnswerKeepsIt(ScaledServer chat, Gateway one, Gateway other) throws Exception {
        other.hangs = true;
        one.inFlight.set(0);
        other.inFlight.set(0);
        Thread.sleep(Duration.ofSeconds(9));
        assertEquals(true, chat.copies() > 0, "who does not answer may have requests");
        assertEquals(true, one.chat().isRunning());
        other.hangs = false;
        Eventually.holds("nobody asks any more", SOON, () -> chat.copies() == 0);
        assertFalse(one.chat().isRunning(), "which was known before");
        assertFalse(other.chat().isRunning(), "which was known before");
    }
}
