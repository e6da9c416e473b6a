package io.aiplat.gateway.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.testkit.Eventually;
import io.aiplat.wire.http.MalformedRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Heads that never end, for which nobody needs a key.
@Timeout(20)
class HeadsTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final ConnectionBounds BOUNDS = new ConnectionBounds(64, 64, LONG);

    private final DeadlineScanner ticker = new DeadlineScanner();

    @AfterEach
    void close() {
        ticker.close();
    }

    @Test
    void haveABoundTogetherAndTheLargestGo() throws IOException, InterruptedException {
        List<Socket> clients = new ArrayList<>();
        Connections connections = new Connections(BOUNDS, 100_000);
        try (AcceptLoop loop = loop(connections)) {
            clients.add(begun(loop, 1000));
            for (int i = 0; i < 8; i++) {
                clients.add(begun(loop, 30_000));
            }
            Eventually.seen("five have to go", connections::evicted, evicted -> evicted >= 5);
            int closed = 0;
            for (Socket client : clients.subList(1, 9)) {
                closed += isClosed(client) ? 1 : 0;
            }
            assertTrue(closed >= 5 && closed < 9, "closed: " + closed);

            Socket small = clients.getFirst();
            small.getOutputStream().write("\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            assertEquals('H', small.getInputStream().read(), "a small one is answered");
        } finally {
            for (Socket client : clients) {
                client.close();
            }
        }
    }

    @Test
    void aLargeRequestIsNoHeadOnceItIsAnswered() throws Exception {
        Connections connections = new Connections(BOUNDS, 40_000);
        byte[] request = ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 64000\r\n\r\n" + "x".repeat(64_000))
                .getBytes(StandardCharsets.ISO_8859_1);
        AtomicBoolean over = new AtomicBoolean();
        Thread looking = Thread.ofPlatform().start(() -> {
            while (!over.get()) {
                connections.tick(System.nanoTime());
            }
        });
        try (AcceptLoop loop = loop(connections);
                Socket client = new Socket(InetAddress.getLoopbackAddress(), loop.port())) {
            byte[] answer = new byte[512];
            for (int i = 0; i < 500; i++) {
                client.getOutputStream().write(request);
                assertTrue(client.getInputStream().read(answer) > 0, "closed after " + i);
            }
            assertEquals(0, connections.evicted());
        } finally {
            over.set(true);
            looking.join();
        }
    }

    private AcceptLoop loop(Connections connections) throws IOException {
        return new AcceptLoop(
                ListeningSocket::bind,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new RequestHandlers(
                        new Nothing(),
                        () -> "id",
                        new MemoryBudget(1 << 20, Duration.ZERO),
                        ticker,
                        new ConnectionLimits(LONG, LONG, LONG, LONG)),
                connections,
                () -> {},
                50);
    }

    private static Socket begun(AcceptLoop loop, int bytes) throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), loop.port());
        client.setSoTimeout(500);
        String head = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nX: ";
        client.getOutputStream().write((head + "x".repeat(bytes)).getBytes(StandardCharsets.ISO_8859_1));
        return client;
    }

    private static boolean isClosed(Socket client) throws IOException {
        try {
            return client.getInputStream().read() < 0;
        } catch (SocketTimeoutException _) {
            return false;
        } catch (SocketException _) {
            return true;
        }
    }

    private static final class Nothing implements ExchangeHandler {
        @Override
        public void handle(Exchange exchange) throws IOException {
            exchange.body();
            exchange.reply(200, "text/plain", new byte[0]);
        }

        @Override
        public byte[] refusal(MalformedRequest malformed, String id) {
            return new byte[0];
        }
    }
}
