package io.aiplat.operator.pods;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.aiplat.model.Secret;
import io.aiplat.routing.Origin;
import io.aiplat.routing.scaling.RouteLoad;
import io.aiplat.testkit.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What the operator knows of a gateway that answers, that does not, and that is not there.
class AskedGatewayTest {
    private static final Origin CHAT = new Origin(Origin.Kind.RESOURCE, "models/default/chat", Instant.EPOCH);
    private static final Duration SOON = Duration.ofSeconds(20);

    private final AtomicReference<String> opens = new AtomicReference<>("one");
    private final AtomicReference<String> known = new AtomicReference<>("one");
    private final Queue<Origin> wanted = new ConcurrentLinkedQueue<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private final AskedGateway gateway;

    AskedGatewayTest() throws IOException {
        server.createContext("/loads", this::answer);
        server.start();
        gateway = AskedGateway.start(
                "127.0.0.1",
                server.getAddress().getPort(),
                http,
                () -> new Secret(known.get()),
                () -> Map.of(CHAT, "chat"),
                wanted::add);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] question = exchange.getRequestBody().readAllBytes();
            assertEquals(
                    List.of(new LoadExchange.Asked(CHAT, "chat")),
                    LoadExchange.read(question, LoadExchange.Question.class).routes());
            if (!("Bearer " + opens.get()).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            byte[] answer = LoadExchange.bytes(
                    new LoadExchange.Answer(5, 1, List.of(CHAT), List.of(new LoadExchange.Load(CHAT, 2, 40))));
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    @AfterEach
    void stop() {
        gateway.close();
        server.stop(0);
        http.close();
    }

    private void isHeard(boolean yes) throws Exception {
        Eventually.holds(yes ? "it answers" : "it does not answer", SOON, () -> gateway.isHeard() == yes);
    }

    @Test
    void whatItSaysIsKnownAndWhoIsWaitedForIsStarted() throws Exception {
        isHeard(true);
        assertEquals(new RouteLoad(2, 40), gateway.load(CHAT));
        assertEquals(true, gateway.knows(5));
        assertFalse(gateway.knows(6));
        assertEquals(CHAT, wanted.peek());
    }

    @Test
    void anotherKeyIsReadAnew() throws Exception {
        isHeard(true);
        opens.set("two");
        isHeard(false);
        assertEquals(new RouteLoad(2, 40), gateway.load(CHAT), "what it had it may still have");
        assertFalse(gateway.knows(0), "and nobody knows what it knows");
        known.set("two");
        isHeard(true);
    }

    @Test
    void oneThatIsGoneHasRequestsAsLongAsClientsAreSentThere() throws Exception {
        isHeard(true);
        server.stop(0);
        isHeard(false);
        gateway.is(false);
        isHeard(true);
        assertEquals(RouteLoad.NONE, gateway.load(CHAT), "nobody listens, so nobody is served");
        assertEquals(true, gateway.knows(1000));
    }
}
