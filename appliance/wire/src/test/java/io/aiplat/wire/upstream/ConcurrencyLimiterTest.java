package io.aiplat.wire.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.wire.http.HeadLimits;
import io.aiplat.wire.http.Headers;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class ConcurrencyLimiterTest {
    private static final int CALLS = 2_000;

    /// Calls of which a third are called off, at any moment of their life, over 8 slots: never more at a time,
    /// none lost, none that waits for ever, and no connection that serves two calls.
    @Test
    void losesNoSlotWhateverIsCalledOff() throws Exception {
        AtomicInteger most = new AtomicInteger();
        try (ScriptedServer server = new ScriptedServer(client -> {
                    for (String request = client.request(); !request.isEmpty(); request = client.request()) {
                        String target = request.substring(5, request.indexOf(' ', 5));
                        client.say("HTTP/1.1 200 OK\r\nContent-Length: " + target.length() + "\r\n\r\n" + target);
                    }
                });
                Upstreams upstreams = new Upstreams(System::nanoTime, HttpClient::newBuilder)) {
            HttpUpstream upstream = upstreams.open(
                    server.uri(),
                    new UpstreamLimits(8, Duration.ofSeconds(5), Duration.ofSeconds(5), HeadLimits.STANDARD));
            AtomicInteger answered = new AtomicInteger();
            AtomicInteger called = new AtomicInteger();
            List<String> wrong = Collections.synchronizedList(new ArrayList<>());
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < CALLS; i++) {
                int number = i;
                threads.add(Thread.startVirtualThread(() -> {
                    UpstreamCall call = upstream.call();
                    if (number % 3 == 0) {
                        callOff(call, new Random(number).nextInt(2_000));
                    }
                    try {
                        String body = answer(call, number);
                        most.accumulateAndGet(upstream.active(), Math::max);
                        answered.incrementAndGet();
                        if (!body.equals("/" + number)) {
                            wrong.add(number + " got " + body);
                        }
                    } catch (UpstreamFailure.Aborted e) {
                        called.incrementAndGet();
                    } catch (UpstreamFailure e) {
                        wrong.add(number + " failed: " + e);
                    }
                }));
            }
            for (Thread thread : threads) {
                assertTrue(thread.join(Duration.ofSeconds(30)), "a call that never ends");
            }
            assertEquals(List.of(), wrong);
            assertEquals(CALLS, answered.get() + called.get());
            assertTrue(most.get() <= 8, "at once: " + most.get());
            assertEquals(0, upstream.active());
        }
    }

    private static void callOff(UpstreamCall call, int micros) {
        Thread.startVirtualThread(() -> {
            LockSupport.parkNanos(micros * 1_000L);
            call.abort();
        });
    }

    private static String answer(UpstreamCall call, int number) throws UpstreamFailure {
        Duration most = Duration.ofSeconds(20);
        CallTimeouts patience = new CallTimeouts(
                most, most, most, System.nanoTime() + Duration.ofMinutes(1).toNanos());
        UpstreamRequest request = new UpstreamRequest("POST", "/" + number, new Headers(), List.of(), true);
        try (UpstreamResponse answer = call.send(request, patience)) {
            StringBuilder body = new StringBuilder();
            byte[] piece = new byte[3];
            for (int count = answer.read(piece, 0, 3); count >= 0; count = answer.read(piece, 0, 3)) {
                body.append(new String(piece, 0, count, StandardCharsets.US_ASCII));
            }
            return body.toString();
        }
    }
}
