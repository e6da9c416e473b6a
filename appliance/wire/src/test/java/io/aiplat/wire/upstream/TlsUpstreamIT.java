package io.aiplat.wire.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.wire.ByteSlice;
import io.aiplat.wire.http.HeadLimits;
import io.aiplat.wire.http.Headers;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsUpstreamIT {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private static SSLContext tls;

    private final AtomicLong now = new AtomicLong(1);

    @BeforeAll
    static void makeACertificate(@TempDir Path folder) throws Exception {
        Path store = folder.resolve("store.p12");
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        Process made = new ProcessBuilder(
                        keytool.toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=here",
                        "-ext",
                        "SAN=ip:127.0.0.1",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        "changeit")
                .redirectErrorStream(true)
                .start();
        String said = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, made.waitFor(), said);
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD);
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(keys);
        tls = SSLContext.getInstance("TLS");
        tls.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
    }

    private static ScriptedServer serving(ScriptedServer.Script script) throws Exception {
        ServerSocket socket = tls.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        return new ScriptedServer(socket, script);
    }

    private HttpUpstream upstream(ScriptedServer server, HttpClient.Builder client) {
        UpstreamLimits limits =
                new UpstreamLimits(1, Duration.ofSeconds(5), Duration.ofSeconds(30), HeadLimits.STANDARD);
        return new TlsUpstream("127.0.0.1:" + server.port(), limits, now::get, client);
    }

    private HttpUpstream upstream(ScriptedServer server) {
        return upstream(server, HttpClient.newBuilder().sslContext(tls));
    }

    private static UpstreamRequest request() {
        return new UpstreamRequest(
                "POST",
                "/v1/x",
                new Headers().add("X-One", "1").add("Host", "evil"),
                List.of(
                        ByteSlice.of("he".getBytes(StandardCharsets.US_ASCII)),
                        new ByteSlice("hello!".getBytes(StandardCharsets.US_ASCII), 2, 3)),
                false);
    }

    private CallTimeouts patience() {
        Duration most = Duration.ofSeconds(10);
        return new CallTimeouts(
                most, most, most, now.get() + Duration.ofHours(1).toNanos());
    }

    private UpstreamResponse send(HttpUpstream upstream) throws UpstreamFailure {
        return upstream.call().send(request(), patience());
    }

    @Test
    void passesRequestAndAnswerOn() throws Exception {
        try (ScriptedServer server = serving(client -> {
                    client.tell(client.request());
                    client.say("HTTP/1.1 429 Slow\r\nRetry-After: 3\r\nContent-Length: 2\r\n\r\nno");
                });
                HttpUpstream upstream = upstream(server)) {
            UpstreamResponse answer = send(upstream);
            assertEquals(429, answer.status());
            assertEquals("3", answer.headers().first("retry-after"));
            byte[] body = new byte[10];
            assertEquals(2, answer.read(body, 0, 10));
            assertEquals(-1, answer.read(body, 0, 10));
            assertTrue(answer.ended());
            assertEquals(0, upstream.active());
            String seen = server.seen();
            assertTrue(seen.startsWith("POST /v1/x HTTP/1.1\r\n"), seen);
            assertTrue(seen.contains("Content-Length: 5\r\n"), seen);
            assertTrue(seen.endsWith("\r\n\r\nhello"), seen);
            assertTrue(!seen.contains("evil"), seen);
        }
    }

    @Test
    void neverTakesACutAnswerForAWholeOne() throws Exception {
        // Without it the cut could overtake the bytes before it: the JDK's client reports a failure at once.
        CountDownLatch read = new CountDownLatch(1);
        try (ScriptedServer server = serving(client -> {
                    client.request();
                    client.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nfour\r\n");
                    awaitOn(read);
                });
                HttpUpstream upstream = upstream(server)) {
            UpstreamResponse answer = send(upstream);
            byte[] body = new byte[10];
            assertEquals(4, answer.read(body, 0, 10));
            read.countDown();
            assertThrows(UpstreamFailure.Cut.class, () -> answer.read(body, 0, 10));
            answer.close();
            assertEquals(0, upstream.active());
        }
    }

    @Test
    void abortWakesWhoWaitsForTheAnswer() throws Exception {
        try (ScriptedServer server = serving(client -> {
                    client.tell(client.request());
                    client.awaitEnd();
                });
                HttpUpstream upstream = upstream(server)) {
            UpstreamCall call = upstream.call();
            FutureTask<UpstreamResponse> waiting = new FutureTask<>(() -> call.send(request(), patience()));
            Thread.startVirtualThread(waiting);
            server.seen();
            call.abort();
            assertInstanceOf(UpstreamFailure.Aborted.class, failure(waiting));
            assertNotEquals("", server.seen());
            assertEquals(0, upstream.active());
        }
    }

    @Test
    void abortWakesWhoWaitsForMore() throws Exception {
        try (ScriptedServer server = serving(client -> {
                    client.request();
                    client.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n");
                    client.awaitEnd();
                });
                HttpUpstream upstream = upstream(server)) {
            UpstreamResponse answer = send(upstream);
            assertEquals(1, answer.read(new byte[1], 0, 1));
            FutureTask<Integer> waiting = new FutureTask<>(() -> answer.read(new byte[1], 0, 1));
            Thread.startVirtualThread(waiting);
            answer.abort();
            assertInstanceOf(UpstreamFailure.Aborted.class, failure(waiting));
            assertNotEquals("", server.seen());
            answer.close();
            assertEquals(0, upstream.active());
        }
    }

    @Test
    void timesOutByTheClockOfAllCalls() throws Exception {
        try (ScriptedServer server = serving(client -> {
                    client.tell(client.request());
                    client.awaitEnd();
                });
                HttpUpstream upstream = upstream(server)) {
            FutureTask<UpstreamResponse> waiting = new FutureTask<>(() -> send(upstream));
            Thread.startVirtualThread(waiting);
            server.seen();
            now.addAndGet(Duration.ofSeconds(11).toNanos());
            upstream.expire(now.get());
            UpstreamFailure.TimedOut late = assertInstanceOf(UpstreamFailure.TimedOut.class, failure(waiting));
            assertEquals(CallPhase.ANSWER, late.phase());
        }
    }

    @Test
    void trustsNoCertificateThatItDoesNotKnow() throws Exception {
        try (ScriptedServer server = serving(client -> client.request());
                HttpUpstream upstream = upstream(server, HttpClient.newBuilder())) {
            assertThrows(UpstreamFailure.Unreachable.class, () -> send(upstream));
            assertEquals(0, upstream.active());
        }
    }

    private static void awaitOn(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static Throwable failure(FutureTask<?> task) {
        return assertThrows(ExecutionException.class, () -> task.get(10, TimeUnit.SECONDS))
                .getCause();
    }
}
