package io.aiplat.gateway;

import static io.aiplat.gateway.RunningGateway.chatBody;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.gateway.connection.ConnectionBounds;
import io.aiplat.gateway.connection.ConnectionLimits;
import io.aiplat.inference.chat.ChatDelta;
import io.aiplat.inference.chat.ChatDelta.FinishReason;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// More connections than there is room for, none of which needs a key.
@Timeout(30)
class ConnectionBoundsTest {
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final ConnectionLimits PATIENT = new ConnectionLimits(LONG, LONG, LONG, LONG);
    private static final byte[] HEALTH =
            "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.UTF_8);

    private static ServerLimits limits(ConnectionLimits connection, int most, Duration idle) {
        return new ServerLimits(
                connection, 64 << 20, LONG, Duration.ofMillis(500), new ConnectionBounds(most, most, idle));
    }

    private static void closeAll(List<? extends AutoCloseable> all) throws Exception {
        for (AutoCloseable one : all) {
            one.close();
        }
    }

    @Test
    void anybodyIsServedWhileOthersKeepConnectionsWithoutARequest() throws Exception {
        List<Socket> idle = new ArrayList<>();
        try (RunningGateway gateway = new RunningGateway(limits(PATIENT, 16, LONG))) {
            for (int i = 0; i < 160; i++) {
                idle.add(gateway.socket());
                if (i % 8 == 0) {
                    assertTrue(health(gateway).startsWith("HTTP/1.1 200 "), "after " + i);
                }
            }
        } finally {
            closeAll(idle);
        }
    }

    /// Empty where the connection was closed before its request had come: then the system throws the answer away.
    private static String raw(RunningGateway gateway, String request) throws IOException {
        try {
            return gateway.raw(request);
        } catch (SocketException _) {
            return "";
        }
    }

    private static String health(RunningGateway gateway) throws IOException {
        return raw(gateway, "GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    }

    @Test
    void whoIsBeingAnsweredKeepsItsConnection() throws Exception {
        List<Socket> idle = new ArrayList<>();
        CountDownLatch flooded = new CountDownLatch(1);
        try (RunningGateway gateway = new RunningGateway(limits(PATIENT, 16, LONG))) {
            answerAfter(gateway, flooded);
            HttpResponse<InputStream> stream = gateway.open("/v1/chat/completions", chatBody("\"stream\":true"));
            for (int i = 0; i < 100; i++) {
                idle.add(gateway.socket());
            }
            // Accepted in order: with this one all before it have been.
            assertTrue(health(gateway).startsWith("HTTP/1.1 200 "));
            flooded.countDown();

            String body = new String(stream.body().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(body.endsWith("data: [DONE]\n\n"), body);
        } finally {
            closeAll(idle);
        }
    }

    private static void answerAfter(RunningGateway gateway, CountDownLatch latch) {
        gateway.engine.answer = (_, sink) -> {
            sink.accept(new ChatDelta.Text("one"));
            try {
                latch.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            sink.accept(new ChatDelta.Finished(FinishReason.STOP, 1, 1));
        };
    }

    @Test
    void aNewConnectionIsRefusedInWordsWhereAllOthersAreBeingAnswered() throws Exception {
        List<Socket> working = new ArrayList<>();
        CountDownLatch answered = new CountDownLatch(1);
        String body = chatBody("\"stream\":true");
        try (RunningGateway gateway = new RunningGateway(limits(PATIENT, 3, LONG))) {
            answerAfter(gateway, answered);
            for (int i = 0; i < 3; i++) {
                Socket client = gateway.socket();
                working.add(client);
                client.getOutputStream()
                        .write((FrontOf.head(RunningGateway.KEY, body.length()) + body)
                                .getBytes(StandardCharsets.UTF_8));
                assertEquals('H', client.getInputStream().read());
            }

            String refused = "";
            while (refused.isEmpty()) {
                refused = health(gateway);
            }
            assertTrue(refused.startsWith("HTTP/1.1 503 "), refused);
            assertTrue(refused.toLowerCase().contains("retry-after: 1\r\n"), refused);
            assertTrue(refused.contains("too many connections at once"), refused);
            closeAll(working.subList(0, 1));
            assertCounted(
                    gateway,
                    "aiplat_gateway_connections_limit 3.0",
                    "# TYPE aiplat_gateway_connections_refused_total counter");

            answered.countDown();
            closeAll(working);
            String after = health(gateway);
            while (!after.startsWith("HTTP/1.1 200 ")) {
                after = health(gateway);
            }
        } finally {
            answered.countDown();
            closeAll(working);
        }
    }

    private static void assertCounted(RunningGateway gateway, String... lines) throws IOException {
        String metrics = "";
        while (!metrics.startsWith("HTTP/1.1 200 ")) {
            metrics = raw(
                    gateway,
                    "GET /metrics HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + RunningGateway.ADMIN
                            + "\r\nConnection: close\r\n\r\n");
        }
        for (String line : lines) {
            assertTrue(metrics.contains("\n" + line + "\n"), line + " is not in " + metrics);
        }
    }

    @Test
    void whoTakesNoAnswersMakesRoomForWhoDoes() throws Exception {
        List<Socket> greedy = new ArrayList<>();
        Duration second = Duration.ofSeconds(10);
        try (RunningGateway gateway =
                new RunningGateway(limits(new ConnectionLimits(LONG, LONG, second, LONG), 2, LONG))) {
            for (int i = 0; i < 2; i++) {
                Socket client = gateway.socket();
                greedy.add(client);
                Thread.ofVirtual().start(() -> askForEver(client));
            }
            String answer = "";
            while (!answer.startsWith("HTTP/1.1 200 ")) {
                answer = health(gateway);
            }
        } finally {
            closeAll(greedy);
        }
    }

    private static void askForEver(Socket client) {
        try {
            OutputStream out = client.getOutputStream();
            while (true) {
                out.write(HEALTH);
            }
        } catch (IOException _) {
            // The gateway has had enough, which is what is waited for.
            assertTrue(true);
        }
    }

    @Test
    void aConnectionThatNeverAsksIsClosedAsSoonAsAHeadWouldBe() throws IOException {
        ConnectionLimits impatient = new ConnectionLimits(SHORT, LONG, LONG, LONG);
        try (RunningGateway gateway = new RunningGateway(limits(impatient, 16, LONG));
                Socket client = gateway.socket()) {
            assertEquals(-1, client.getInputStream().read());
        }
    }

    @Test
    void aConnectionBetweenTwoRequestsIsKeptForItsTime() throws IOException {
        try (RunningGateway gateway = new RunningGateway(limits(PATIENT, 16, SHORT));
                Socket client = gateway.socket()) {
            client.getOutputStream().write(HEALTH);

            String answer = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
        }
    }
}
