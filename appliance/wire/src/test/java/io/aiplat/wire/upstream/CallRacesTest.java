package io.aiplat.wire.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.wire.http.HeadLimits;
import io.aiplat.wire.http.Headers;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/// The races that docs/decisions/wire.md calls won, each at the one step where it would be lost: what another thread
/// would do there is done there, on the thread of the test. A time limit only ends a test that has failed.
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class CallRacesTest {
    private static final Runnable NOTHING = () -> {};
    private static final Duration MUCH = Duration.ofMinutes(1);
    private static final UpstreamLimits ONE = new UpstreamLimits(1, MUCH, MUCH, HeadLimits.STANDARD);

    /// Happens the next time that somebody looks at the clock: each wait begins with that.
    private final AtomicReference<Runnable> onClock = new AtomicReference<>(NOTHING);
    /// Happens the next time that nobody is found waiting for a slot.
    private final AtomicReference<Runnable> onNobodyWaiting = new AtomicReference<>(NOTHING);
    private final Upstreams upstreams = new Upstreams(
            () -> {
                onClock.getAndSet(NOTHING).run();
                return 1;
            },
            HttpClient::newBuilder);
    private final ConcurrencyLimiter limiter = new ConcurrencyLimiter(1, new ConcurrentLinkedQueue<>() {
        private static final long serialVersionUID = 1;

        @Override
        public ConcurrencyLimiter.Waiter poll() {
            ConcurrencyLimiter.Waiter first = super.poll();
            if (first == null) {
                onNobodyWaiting.getAndSet(NOTHING).run();
            }
            return first;
        }
    });

    @AfterEach
    void close() {
        upstreams.close();
    }

    private HttpUpstream open(ScriptedServer server) {
        return upstreams.open(server.uri(), ONE);
    }

    private static UpstreamResponse send(UpstreamCall call) throws UpstreamFailure {
        UpstreamRequest request = new UpstreamRequest("POST", "/", new Headers(), List.of(), false);
        return call.send(request, new CallTimeouts(MUCH, MUCH, MUCH, Long.MAX_VALUE));
    }

    private static ScriptedServer.Script answering(String body) {
        return client -> {
            while (!client.request().isEmpty()) {
                client.say("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
            }
            client.tell("end");
        };
    }

    /// An abort wins while the last byte is read, and has not closed the connection yet. The owner's end comes late:
    /// it must not hand on what the abort is about to close.
    @Test
    void theEndOfACallThatWasCalledOffHandsOnNoConnection() throws Exception {
        try (ScriptedServer server = new ScriptedServer(answering("ok"))) {
            HttpUpstream upstream = open(server);
            PlainCall call = (PlainCall) upstream.call();
            UpstreamResponse answer = send(call);
            byte[] into = new byte[1];
            assertEquals(1, answer.read(into, 0, 1));

            onClock.set(() -> assertTrue(call.lifetime.abort()));
            assertEquals(1, answer.read(into, 0, 1));
            assertTrue(answer.ended());

            assertEquals("end", server.seen());
            try (UpstreamResponse next = send(upstream.call())) {
                call.cut();
                assertEquals(1, next.read(into, 0, 1));
            }
            assertEquals(2, server.connections());
        }
    }

    /// An abort comes after the call has begun to wait for a slot, and before there is a waiter that it could wake.
    @Test
    void aCallThatIsCalledOffBeforeItIsSeenWaitingDoesNotWait() throws Exception {
        try (ScriptedServer server = new ScriptedServer(answering("ok"))) {
            HttpUpstream upstream = open(server);
            try (UpstreamResponse first = send(upstream.call())) {
                assertFalse(first.ended());
                UpstreamCall second = upstream.call();
                onClock.set(second::abort);
                assertThrows(UpstreamFailure.Aborted.class, () -> send(second));
                assertEquals(1, upstream.active());
            }
            assertEquals(0, upstream.active());
        }
    }

    private ConcurrencyLimiter.Waiter enqueued() {
        ConcurrencyLimiter.Waiter waiter = waiter();
        limiter.enqueue(waiter);
        return waiter;
    }

    private static ConcurrencyLimiter.Waiter waiter() {
        return new ConcurrencyLimiter.Waiter(new PlainCall(
                new PlainUpstream("localhost", 1, "localhost:1", ONE, () -> 1, NOTHING),
                new ConcurrencyLimiter(1),
                ONE,
                () -> 1));
    }

    /// Whether a waiter has the slot, without waiting for it: to give up is too late for one that has.
    private boolean has(ConcurrencyLimiter.Waiter waiter) {
        waiter.giveUp();
        return limiter.await(waiter);
    }

    /// Somebody begins to wait after the giver has found nobody, and before the slot is there to be taken.
    @Test
    void aSlotIsNotLostToWhoBeginsToWaitWhileItIsGivenBack() {
        assertTrue(limiter.tryTake());
        AtomicReference<ConcurrencyLimiter.Waiter> late = new AtomicReference<>();
        onNobodyWaiting.set(() -> late.set(enqueued()));

        limiter.giveBack();

        assertTrue(has(late.get()));
        assertEquals(1, limiter.taken());
    }

    /// A slot is given back after it could not be taken, and before anybody is seen waiting for it.
    @Test
    void aSlotThatBecameFreeBeforeTheWaitIsTaken() {
        assertTrue(limiter.tryTake());
        ConcurrencyLimiter.Waiter waiter = waiter();
        limiter.giveBack();

        limiter.enqueue(waiter);

        assertTrue(has(waiter));
        assertEquals(1, limiter.taken());
    }

    /// Who was called off is still in line when the slot comes.
    @Test
    void aSlotPassesByWhoHasGivenUp() {
        assertTrue(limiter.tryTake());
        ConcurrencyLimiter.Waiter gone = enqueued();
        ConcurrencyLimiter.Waiter next = enqueued();
        gone.giveUp();

        limiter.giveBack();

        assertFalse(has(gone));
        assertTrue(has(next));
        limiter.giveBack();
        assertEquals(0, limiter.taken());
    }
}
