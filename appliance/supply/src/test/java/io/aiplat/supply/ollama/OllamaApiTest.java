package io.aiplat.supply.ollama;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.supply.OutageCause;
import io.aiplat.supply.ollama.OllamaResponseLines.Farewell;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// How a stream is left, as the other side of the connection sees it.
@Timeout(20)
class OllamaApiTest {
    private static final String HEAD = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final String TOKEN = "2\r\n{}\r\n1\r\n\n\r\n";
    /// As long as a test can wait for what must not come.
    private static final int QUIET_MILLIS = 200;

    private final CountDownLatch left = new CountDownLatch(1);

    /// What happens at the other side of one connection.
    @FunctionalInterface
    private interface Side {
        void answer(Socket client, List<String> seen) throws Exception;
    }

    private static CompletableFuture<List<String>> serve(ServerSocket server, Side side) {
        CompletableFuture<List<String>> done = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try (Socket client = server.accept()) {
                BufferedReader request =
                        new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
                while (!request.readLine().isEmpty()) {
                    // The head, of which nothing is needed.
                }
                request.read(new char[2]);
                client.setSoTimeout(QUIET_MILLIS);
                List<String> seen = new ArrayList<>();
                side.answer(client, seen);
                done.complete(seen);
            } catch (Exception e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    private static void write(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String next(Socket client) throws IOException {
        try {
            return client.getInputStream().read() < 0 ? "closed" : "more";
        } catch (SocketTimeoutException _) {
            return "open";
        }
    }

    private void leave(ServerSocket server, Farewell farewell) {
        URI base = URI.create("http://127.0.0.1:" + server.getLocalPort());
        try (OllamaApi api = new OllamaApi(base, Duration.ofSeconds(10), farewell, OutageCause.UNKNOWN)) {
            assertThrows(
                    CancellationException.class,
                    () -> api.stream("/api/chat", OllamaApi.JSON.createObjectNode(), _ -> {
                        Thread.currentThread().interrupt();
                        left.countDown();
                        return true;
                    }));
            assertTrue(Thread.interrupted(), "whoever interrupted is still heard");
        }
    }

    private static ServerSocket listen() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    /// An interrupt must not close the connection under a token that is on its way: Ollama would keep the
    /// place of the request for ever.
    @Test
    void anInterruptedStreamIsNotClosedBeforeALull() throws Exception {
        try (ServerSocket server = listen()) {
            CompletableFuture<List<String>> seen = serve(server, (client, events) -> {
                write(client, HEAD + TOKEN);
                left.await();
                events.add(next(client));
                write(client, TOKEN + "0\r\n\r\n");
            });
            leave(server, new Farewell(Duration.ofMinutes(10), Duration.ofMinutes(10)));
            assertEquals(List.of("open"), seen.get(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void anInterruptedStreamIsClosedInALull() throws Exception {
        try (ServerSocket server = listen()) {
            CompletableFuture<List<String>> seen = serve(server, (client, events) -> {
                write(client, HEAD + TOKEN);
                left.await();
                client.setSoTimeout(0);
                events.add(next(client));
            });
            leave(server, new Farewell(Duration.ofMillis(1), Duration.ofMinutes(10)));
            assertEquals(List.of("closed"), seen.get(10, TimeUnit.SECONDS));
        }
    }
}
