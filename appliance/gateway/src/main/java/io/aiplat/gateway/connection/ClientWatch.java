package io.aiplat.gateway.connection;

import io.aiplat.wire.Duplex;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Sees at once that a client has left while its request is worked on.
///
/// The thread that works on a request waits for an upstream and cannot read from the client, and a client's
/// end is only seen by reading. So a request that takes longer than [#PATIENCE_NANOS] gets a second thread
/// that does nothing else. Quick requests, which are most of those that a proxy's throughput is made of,
/// never pay for it.
///
/// What that thread reads is the beginning of the next request. So whoever reads from the client reads here, and
/// gets first what came early.
final class ClientWatch implements Duplex {
    /// 20 ms: a fifth of the time in which a client's end has to be seen.
    static final long PATIENCE_NANOS = 20_000_000;

    /// More than this is no client that waits for an answer; what it sends is then left in its socket. It is part
    /// of what [Exchange#BESIDES] counts for each request.
    static final int MOST_EARLY_BYTES = 8 * 1024;

    /// Of one look. A client that waits sends nothing, so the array is there to see an end.
    private static final int EARLY_BYTES = 1024;
    private static final byte[] NOTHING = {};

    private final Duplex client;
    private byte[] early = NOTHING;
    private int earlyAt;
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
        if (!reading && !left && since != 0 && early.length < MOST_EARLY_BYTES) {
            reading = true;
            Thread.ofVirtual().name("client-watch").start(this::watch);
        }
    }

    private void watch() {
        byte[] next = new byte[EARLY_BYTES];
        int count;
        try {
            count = client.read(next, 0, next.length);
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
                keep(next, count);
            }
            notifyAll();
        }
        if (action != null) {
            action.run();
        }
    }

    private void keep(byte[] next, int count) {
        int unread = early.length - earlyAt;
        byte[] all = Arrays.copyOfRange(early, earlyAt, earlyAt + unread + count);
        System.arraycopy(next, 0, all, unread, count);
        early = all;
        earlyAt = 0;
    }

    /// Never while a request is being worked on: then the client is the second thread's.
    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        synchronized (this) {
            // The second thread may have begun to read once more after all of the next request had come.
            try {
                while (reading && earlyAt == early.length) {
                    wait();
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("the connection is to be closed");
            }
            if (earlyAt < early.length) {
                int count = Math.min(length, early.length - earlyAt);
                System.arraycopy(early, earlyAt, into, offset, count);
                earlyAt += count;
                if (earlyAt == early.length) {
                    early = NOTHING;
                    earlyAt = 0;
                }
                return count;
            }
            if (left) {
                return -1;
            }
        }
        return client.read(into, offset, length);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
        client.write(from, offset, length);
    }

    @Override
    public void close() {
        client.close();
    }
}
