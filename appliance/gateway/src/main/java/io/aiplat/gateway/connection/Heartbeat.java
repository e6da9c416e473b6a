package io.aiplat.gateway.connection;

import io.aiplat.wire.http.ResponseWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// Heartbeat of an event stream: what keeps the connection of a client alive that has heard nothing for a while,
/// because the model thinks or holds something back. Proxies in between close what is silent, and clients give it
/// up.
///
/// The thread of the connection and the beat take turns by one atomic word, so that a stream that is not silent
/// pays one exchange of it for each write, and no look at a clock: whether anything was written is seen by the
/// ticker.
final class Heartbeat {
    /// A comment of one line: some clients take a comment and an empty line for an event without data.
    private static final byte[] COMMENT = ": ka\n".getBytes(StandardCharsets.US_ASCII);

    /// Anthropic's own event for it, which its clients wait for.
    private static final byte[] PING =
            "event: ping\ndata: {\"type\": \"ping\"}\n\n".getBytes(StandardCharsets.US_ASCII);

    private static final int FREE = 0;
    private static final int TAKEN = 1;
    private static final int ENDED = 2;
    private static final long SHORT_NANOS = 100_000;

    private final ResponseWriter writer;
    private final byte[] beat;
    private final long silence;
    private final AtomicInteger turn = new AtomicInteger(FREE);
    /// Writes of the connection's thread so far. Its own, and looked at by the ticker.
    private volatile int writes;

    /// The ticker's own.
    private int seen;

    private long seenAt;

    /// @param path    of the request, which says whose clients listen
    /// @param silence after which it beats, in nanoseconds
    Heartbeat(ResponseWriter writer, String path, long silence) {
        this.writer = writer;
        this.beat = path.contains("/messages") ? PING : COMMENT;
        this.silence = silence;
    }

    /// The connection's thread is about to write.
    void enter() {
        while (!turn.compareAndSet(FREE, TAKEN)) {
            // A beat is being written, which is over soon or, where the client takes nothing, no sooner than a write
            // of this thread would be.
            LockSupport.parkNanos(SHORT_NANOS);
        }
    }

    /// It has written.
    @SuppressWarnings("NonAtomicVolatileUpdate") // One thread writes it.
    void leave() {
        writes = writes + 1;
        turn.setRelease(FREE);
    }

    /// Beats at once, before any event: the client waits for one. Called by the connection's thread.
    void first() throws IOException {
        enter();
        try {
            writer.write(beat, 0, beat.length);
        } finally {
            leave();
        }
    }

    /// Nothing beats any more. Called by the connection's thread, before the end is written.
    void end() {
        if (turn.get() != ENDED) {
            enter();
            turn.setRelease(ENDED);
        }
    }

    /// Looks whether the client has heard nothing for long. Does not block.
    ///
    /// @param now as [System#nanoTime]
    void tick(long now) {
        int count = writes;
        if (count == 0 || count != seen) {
            // Nothing stands before the first event, unless its client has been given a sign already.
            seen = count;
            seenAt = now;
        } else if (now - seenAt >= silence && turn.compareAndSet(FREE, TAKEN)) {
            seenAt = now;
            Thread.ofVirtual().name("heartbeat").start(this::beat);
        }
    }

    private void beat() {
        try {
            writer.write(beat, 0, beat.length);
        } catch (IOException _) {
            // The client has left; the connection's thread learns it when it writes.
        } finally {
            turn.setRelease(FREE);
        }
    }
}
