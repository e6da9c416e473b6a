package io.aiplat.wire.upstream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.testkit.Eventually;
import io.aiplat.wire.ByteSlice;
import io.aiplat.wire.http.HeadLimits;
import io.aiplat.wire.http.Headers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainUpstreamTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private final AtomicLong now = new AtomicLong(1);
    private final Upstreams upstreams = new Upstreams(now::get, HttpClient::newBuilder);

    @AfterEach
    void close() {
        upstreams.close();
    }

    private HttpUpstream open(ScriptedServer server, int calls) {
        return upstreams.open(
                server.uri(),
                new UpstreamLimits(calls, Duration.ofSeconds(1), Duration.ofSeconds(30), HeadLimits.STANDARD));
    }

    private CallTimeouts patience() {
        Duration little = Duration.ofSeconds(5);
        return new CallTimeouts(
                little,
                Duration.ofSeconds(10),
                little,
                now.get() + Duration.ofHours(1).toNanos());
    }

    private static UpstreamRequest request(String body, boolean repeatable) {
        return new UpstreamRequest(
                "POST",
                "/v1/x?y",
                new Headers().add("X-One", "1").add("Host", "evil").add("Connection", "close"),
                List.of(ByteSlice.of(body.getBytes(StandardCharsets.ISO_8859_1))),
                repeatable);
    }

    private UpstreamResponse send(HttpUpstream upstream) throws UpstreamFailure {
        return upstream.call().send(request("hi", false), patience());
    }

    private static String read(UpstreamResponse answer) throws UpstreamFailure {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] piece = new byte[7];
        for (int count = answer.read(piece, 0, 7); count >= 0; count = answer.read(piece, 0, 7)) {
            all.write(piece, 0, count);
        }
        assertTrue(answer.ended());
        answer.close();
        return all.toString(StandardCharsets.ISO_8859_1);
    }

    private static ScriptedServer answering(String... answers) throws IOException {
        return new ScriptedServer(client -> {
            for (String answer : answers) {
                client.tell(client.request());
                client.say(answer);
            }
            client.awaitEnd();
        });
    }

    /// Runs on another thread until it waits for the server, which says so.
    private static <T> FutureTask<T> meanwhile(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread.startVirtualThread(task);
        return task;
    }

    private static Throwable failure(FutureTask<?> task) {
        return assertThrows(ExecutionException.class, () -> task.get(10, TimeUnit.SECONDS))
                .getCause();
    }

    @Test
    void sendsWhatItIsGivenAndItsOwnFraming() throws Exception {
        try (ScriptedServer server = answering(OK)) {
            assertEquals("ok", read(send(open(server, 1))));
            assertEquals(
                    "POST /v1/x?y HTTP/1.1\r\nHost: 127.0.0.1:" + server.port()
                            + "\r\nX-One: 1\r\nContent-Length: 2\r\n\r\nhi",
                    server.seen());
        }
    }

    @Test
    void sendsLargeBodiesWhole() throws Exception {
        String large = "0123456789".repeat(100_000);
        try (ScriptedServer server = answering(OK)) {
            read(open(server, 1).call().send(request(large, false), patience()));
            assertTrue(server.seen().endsWith("\r\n\r\n" + large));
        }
    }

    @Test
    void usesAConnectionAgainOnceItsAnswerWasRead() throws Exception {
        String chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        try (ScriptedServer server = answering(
                OK,
                chunked + "3\r\nabc\r\n10\r\n0123456789abcdef\r\n0\r\nT: x\r\n\r\n",
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Hints\r\nLink: x\r\n\r\nHTTP/1.1 204 Nothing\r\n\r\n",
                "HTTP/1.1 304\r\nContent-Length: 10\r\n\r\n",
                OK)) {
            HttpUpstream upstream = open(server, 1);
            assertEquals("ok", read(send(upstream)));
            assertEquals("abc0123456789abcdef", read(send(upstream)));
            UpstreamResponse none = send(upstream);
            assertEquals(204, none.status());
            assertTrue(none.ended());
            assertEquals(304, send(upstream).status());
            assertEquals("ok", read(send(upstream)));
            assertEquals(1, server.connections());
            assertEquals(0, upstream.active());
        }
    }

    @Test
    void readsNoBodyAfterHead() throws Exception {
        try (ScriptedServer server = answering("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n")) {
            UpstreamRequest head = new UpstreamRequest("HEAD", "/", new Headers(), List.of(), true);
            UpstreamResponse answer = open(server, 1).call().send(head, patience());
            assertTrue(answer.ended());
            assertEquals("10", answer.headers().first("content-length"));
            assertFalse(server.seen().contains("Content-Length"));
        }
    }

    @Test
    void readsABodyThatEndsWithTheConnection() throws Exception {
        try (ScriptedServer server = new ScriptedServer(client -> {
            client.request();
            client.say("HTTP/1.0 200 OK\r\n\r\nuntil the end");
        })) {
            HttpUpstream upstream = open(server, 1);
            assertEquals("until the end", read(send(upstream)));
            assertEquals("until the end", read(send(upstream)));
            assertEquals(2, server.connections());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5\r\n\r\nfour",
                "Transfer-Encoding: chunked\r\n\r\n4\r\nfour",
                "Transfer-Encoding: chunked\r\n\r\n5\r\nfour",
                "Transfer-Encoding: chunked\r\n\r\n4\r\nfour\r\n0\r\n"
            })
    void neverTakesACutAnswerForAWholeOne(String rest) throws Exception {
        try (ScriptedServer server = new ScriptedServer(client -> {
            client.request();
            client.say("HTTP/1.1 200 OK\r\n" + rest);
        })) {
            UpstreamResponse answer = send(open(server, 1));
            byte[] four = new byte[4];
            int count = 0;
            while (count < 4) {
                count += answer.read(four, count, 4 - count);
            }
            assertArrayEquals("four".getBytes(StandardCharsets.ISO_8859_1), four);
            assertThrows(UpstreamFailure.Cut.class, () -> answer.read(four, 0, 4));
            assertFalse(answer.ended());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HELLO\r\n\r\n",
                "HTTP/2.0 200 OK\r\n\r\n",
                "HTTP/1.1 2000 OK\r\n\r\n",
                "HTTP/1.1 099 OK\r\n\r\n",
                "HTTP/1.1 200 OK\nX: y\n\n",
                "HTTP/1.1 200 OK\r\nX : y\r\n\r\n",
                "HTTP/1.1 101 Switching\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n"
            })
    void takesNothingElseForAnAnswer(String answer) throws Exception {
        try (ScriptedServer server = answering(answer)) {
            HttpUpstream upstream = open(server, 1);
            assertThrows(UpstreamFailure.Malformed.class, () -> send(upstream));
            assertEquals(0, upstream.active());
        }
    }

    @Test
    void refusesBadChunks() throws Exception {
        try (ScriptedServer server =
                answering("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcdef\r\n")) {
            assertThrows(UpstreamFailure.Malformed.class, () -> read(send(open(server, 1))));
        }
    }

    @Test
    void refusesAHeadWithoutEnd() throws Exception {
        try (ScriptedServer server = answering("HTTP/1.1 200 OK\r\nX: " + "a".repeat(40_000))) {
            assertThrows(UpstreamFailure.Malformed.class, () -> send(open(server, 1)));
        }
    }

    @Test
    void takesAllChunksThatHaveComeInOneRead() throws Exception {
        String chunks = "1\r\na\r\n2;x=y\r\nbc\r\n3\r\ndef\r\n0\r\n\r\n";
        try (ScriptedServer server = answering("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks)) {
            UpstreamResponse answer = send(open(server, 1));
            byte[] into = new byte[10];
            assertEquals(6, answer.read(into, 0, 10));
            assertEquals("abcdef", new String(into, 0, 6, StandardCharsets.ISO_8859_1));
            assertTrue(answer.ended());
        }
    }

    @Test
    void passesBytesOnAsTheyDribble() throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer(client -> {
            client.request();
            client.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nab");
            try {
                read.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            client.say("c\r\n0\r\n\r\n");
            client.awaitEnd();
        })) {
            UpstreamResponse answer = send(open(server, 1));
            byte[] into = new byte[10];
            assertEquals(2, answer.read(into, 0, 10));
            read.countDown();
            assertEquals("c", read(answer));
        }
    }

    @Test
    void asksAgainWhenAnIdleConnectionTurnsOutToBeClosed() throws Exception {
        try (ScriptedServer server = new ScriptedServer(client -> {
            client.tell(client.request());
            client.say(OK);
            // The next request on this connection is never read.
            client.request();
        })) {
            HttpUpstream upstream = open(server, 1);
            read(send(upstream));
            assertEquals("ok", read(upstream.call().send(request("again", true), patience())));
            assertEquals(2, server.connections());
        }
    }

    @Test
    void doesNotAskAgainUnlessToldThatItMay() throws Exception {
        try (ScriptedServer server = new ScriptedServer(client -> {
            client.request();
            client.say(OK);
            client.request();
        })) {
            HttpUpstream upstream = open(server, 1);
            read(send(upstream));
            assertThrows(UpstreamFailure.Cut.class, () -> send(upstream));
            assertEquals(1, server.connections());
            assertEquals("ok", read(send(upstream)));
        }
    }

    @Test
    void doesNotAskAgainOnceAnythingCame() throws Exception {
        try (ScriptedServer server = new ScriptedServer(client -> {
            client.request();
            client.say(OK);
            client.request();
            client.say("HT");
        })) {
            HttpUpstream upstream = open(server, 1);
            read(send(upstream));
            assertThrows(UpstreamFailure.Cut.class, () -> upstream.call().send(request("again", true), patience()));
            assertEquals(1, server.connections());
        }
    }

    @Test
    void looksAtConnectionsThatWereIdleForLong() throws Exception {
        try (ScriptedServer server = new ScriptedServer(client -> {
            client.request();
            client.say(OK);
        })) {
            HttpUpstream upstream = open(server, 1);
            read(send(upstream));
            now.addAndGet(Duration.ofSeconds(2).toNanos());
            // Asked once, and not repeatable: it would fail over the connection that the server has closed.
            Thread.sleep(50);
            assertEquals("ok", read(send(upstream)));
        }
    }

    @Test
    void closesConnectionsThatWereIdleTooLong() throws Exception {
        try (ScriptedServer server = answering(OK)) {
            read(send(open(server, 1)));
            server.seen();
            now.addAndGet(Duration.ofSeconds(29).toNanos());
            upstreams.expire();
            now.addAndGet(Duration.ofSeconds(1).toNanos());
            upstreams.expire();
            assertEquals("end", server.seen());
        }
    }

    @Test
    void closesWhatNobodyWantsToRead() throws Exception {
        try (ScriptedServer server = answering("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nabc")) {
            HttpUpstream upstream = open(server, 1);
            UpstreamResponse answer = send(upstream);
            server.seen();
            answer.read(new byte[3], 0, 3);
            answer.close();
            answer.close();
            assertEquals("end", server.seen());
            assertEquals(0, upstream.active());
        }
    }

    @Test
    void abortWakesWhoWaitsForTheAnswerAndTheUpstreamSeesIt() throws Exception {
        try (ScriptedServer server = new ScriptedServer(client -> {
            client.tell(client.request());
            client.awaitEnd();
        })) {
            HttpUpstream upstream = open(server, 1);
            UpstreamCall call = upstream.call();
            FutureTask<UpstreamResponse> waiting = meanwhile(() -> call.send(request("hi", true), patience()));
            server.seen();
            call.abort();
            assertEquals("end", server.seen());
            assertInstanceOf(UpstreamFailure.Aborted.class, failure(waiting));
            assertEquals(0, upstream.active());
        }
    }

    @Test
    void abortWakesWhoWaitsForMore() throws Exception {
        try (ScriptedServer server = answering("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n")) {
            HttpUpstream upstream = open(server, 1);
            UpstreamResponse answer = send(upstream);
            server.seen();
            answer.read(new byte[1], 0, 1);
            FutureTask<Integer> waiting = meanwhile(() -> answer.read(new byte[1], 0, 1));
            answer.abort();
            assertEquals("end", server.seen());
            assertInstanceOf(UpstreamFailure.Aborted.class, failure(waiting));
            answer.close();
            assertEquals(0, upstream.active());
        }
    }

    @Test
    void anAbortThatComesLateHurtsNoOtherCall() throws Exception {
        try (ScriptedServer server = answering(OK, OK)) {
            HttpUpstream upstream = open(server, 1);
            UpstreamResponse first = send(upstream);
            read(first);
            UpstreamResponse second = send(upstream);
            first.abort();
            assertEquals("ok", read(second));
            assertEquals(1, server.connections());
        }
    }

    @Test
    void sendsNothingOnceCalledOff() throws Exception {
        try (ScriptedServer server = answering(OK)) {
            HttpUpstream upstream = open(server, 1);
            UpstreamCall call = upstream.call();
            call.abort();
            assertThrows(UpstreamFailure.Aborted.class, () -> call.send(request("hi", true), patience()));
            assertEquals(0, server.connections());
            assertEquals("ok", read(send(upstream)));
        }
    }

    @Test
    void callsBeyondTheLimitWaitForTheirTurn() throws Exception {
        try (ScriptedServer server = new ScriptedServer(client -> {
            client.tell(client.request());
            client.say(OK);
            client.awaitEnd();
        })) {
            HttpUpstream upstream = open(server, 1);
            UpstreamResponse held = send(upstream);
            server.seen();
            FutureTask<String> second = meanwhile(() -> read(send(upstream)));
            UpstreamCall third = upstream.call();
            FutureTask<UpstreamResponse> off = meanwhile(() -> third.send(request("hi", true), patience()));
            third.abort();
            assertInstanceOf(UpstreamFailure.Aborted.class, failure(off));
            assertFalse(second.isDone());
            held.close();
            assertEquals("ok", second.get(10, TimeUnit.SECONDS));
            assertEquals(0, upstream.active());
        }
    }

    @Test
    void timesOutWhereverItWaits() throws Exception {
        try (ScriptedServer server = new ScriptedServer(client -> {
            client.tell(client.request());
            client.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            client.tell(client.request());
        })) {
            HttpUpstream upstream = open(server, 1);
            UpstreamResponse answer = send(upstream);
            server.seen();
            FutureTask<Integer> reading = meanwhile(() -> answer.read(new byte[1], 0, 1));
            FutureTask<UpstreamResponse> queued = meanwhile(() -> send(upstream));
            expireUntil(queued, Duration.ofSeconds(5));
            assertEquals(CallPhase.QUEUE, ((UpstreamFailure.TimedOut) failure(queued)).phase());
            expireUntil(reading, Duration.ofSeconds(5));
            assertEquals(CallPhase.ANSWER, ((UpstreamFailure.TimedOut) failure(reading)).phase());
            assertEquals("", server.seen());
            answer.close();
            assertEquals(0, upstream.active());
        }
    }

    /// Lets time pass, as often as it takes for the other thread to begin to wait.
    private void expireUntil(FutureTask<?> done, Duration step) throws InterruptedException {
        Eventually.holds("its time is over", () -> {
            if (!done.isDone()) {
                now.addAndGet(step.toNanos() / 20);
                upstreams.expire();
            }
            return done.isDone();
        });
    }

    @Test
    void saysThatNobodyIsThere() throws Exception {
        int port;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
        }
        HttpUpstream upstream = upstreams.open(
                URI.create("http://127.0.0.1:" + port),
                new UpstreamLimits(1, Duration.ofSeconds(1), Duration.ofSeconds(30), HeadLimits.STANDARD));
        UpstreamFailure failure = assertThrows(UpstreamFailure.Unreachable.class, () -> send(upstream));
        assertTrue(failure.unsent());
        assertEquals(0, upstream.active());
    }

    @Test
    void takesAnAnswerThatComesBeforeTheBodyWasRead() throws Exception {
        try (ScriptedServer server = new ScriptedServer(client -> {
            client.say("HTTP/1.1 413 Large\r\nContent-Length: 0\r\n\r\n");
            client.awaitEnd();
        })) {
            UpstreamResponse answer = open(server, 1).call().send(request("a".repeat(1000), false), patience());
            assertEquals(413, answer.status());
        }
    }
}
