package io.aiplat.gateway.connection;

import io.aiplat.wire.Duplex;
import io.aiplat.wire.http.RequestReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Sees at once that a client has left while its request is worked on.
///
/// The thread that works on a request waits for an upstream and cannot read from the client, and a client's
/// end is only seen by reading. So a request that takes longer than [#PATIENCE_NANOS] gets a second thread
/// that does nothing else. Quick requests, which are most of those that a proxy's throughput is made of,
/// never pay for it.
final class ClientWatch {
    /// 20 ms: a fifth of the time in which a client's end has to be seen.
    static final long PATIENCE_NANOS = 20_000_000;

    /// More than this is no client that waits for an answer; what it sends is then left in its socket.
    private static final int MOST_EARLY_BYTES = 64 * 1024;

    private static final int EARLY_BYTES = 8 * 1024;

    private final Duplex client;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream(0);
    private volatile long since;
    private @Nullable Runnable gone;
    private boolean reading;
    private boolean left;

    ClientWatch(Duplex client) {
        this.client = client;
    }

    /// A request is being worked on from now.
    synchronized void begin(long now) {
        gone = null;
        since = now;
    }

    /// What to do when the client leaves; at once if it has left.
    ///
    /// @param action may be called from another thread, once; null for nothing
    synchronized void onGone(@Nullable Runnable action) {
        if (left && action != null) {
            action.run();
        } else {
            gone = action;
        }
    }

    /// Whether the client is known to have left.
    synchronized boolean hasLeft() {
        return left;
    }

    /// Whether a request is being worked on, rather than read.
    boolean isOn() {
        return since != 0;
    }

    /// The request is answered.
    synchronized void end() {
        gone = null;
        since = 0;
    }

    /// Looks whether it is time for the second thread. Called often, from one thread for all connections.
    void tick(long now) {
        long begun = since;
        if (begun != 0 && now - begun > PATIENCE_NANOS) {
            start();
        }
    }

    private synchronized void start() {
        if (!reading && !left && since != 0 && kept.size() < MOST_EARLY_BYTES) {
            reading = true;
            Thread.ofVirtual().name("client-watch").start(this::read);
        }
    }

    private void read() {
        byte[] early = new byte[EARLY_BYTES];
        int count;
        try {
            count = client.read(early, 0, early.length);
        } catch (IOException | RuntimeException _) {
            // A connection that breaks is a client that left.
            count = -1;
        }
        Runnable action = null;
        synchronized (this) {
            reading = false;
            if (count < 0) {
                left = true;
                action = gone;
                gone = null;
            } else {
                kept.write(early, 0, count);
            }
            notifyAll();
        }
        if (action != null) {
            action.run();
        }
    }

    /// Gives the client back to the thread that reads its requests, with what it sent meanwhile.
    ///
    /// @return false if the client has left
    /// @throws InterruptedException if the connection is to be closed
    synchronized boolean handBack(RequestReader reader) throws InterruptedException {
        while (reading) {
            wait();
        }
        if (kept.size() > 0) {
            byte[] bytes = kept.toByteArray();
            reader.offer(bytes, 0, bytes.length);
            kept.reset();
        }
        return !left;
    }
}
