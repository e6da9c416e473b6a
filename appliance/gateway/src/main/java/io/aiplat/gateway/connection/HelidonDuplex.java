package io.aiplat.gateway.connection;

import io.aiplat.wire.Duplex;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.socket.HelidonSocket;
import java.io.IOException;
import java.io.UncheckedIOException;

/// A connection that Helidon accepted, TLS included, as two directions of bytes.
///
/// Notes when a write began, so that a client that takes nothing can be told from one that is only slow.
final class HelidonDuplex implements Duplex {
    private static final byte[] NOTHING = {};

    private final HelidonSocket socket;
    private byte[] left = NOTHING;
    private int leftAt;
    private volatile long writingSince;
    private volatile long readAt = System.nanoTime();
    private volatile long received;

    HelidonDuplex(HelidonSocket socket) {
        this.socket = socket;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (leftAt == left.length && !fill()) {
            return -1;
        }
        int count = Math.min(length, left.length - leftAt);
        System.arraycopy(left, leftAt, into, offset, count);
        leftAt += count;
        return count;
    }

    private boolean fill() throws IOException {
        try {
            byte[] next = socket.get();
            left = next == null ? NOTHING : next;
            leftAt = 0;
            // One thread reads at a time, and others only look.
            long all = received + left.length;
            received = all;
            readAt = System.nanoTime();
            return next != null;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
        // 0 means that nothing is being written; the one nanosecond at which the clock says 0 does not matter.
        writingSince = System.nanoTime();
        try {
            socket.write(BufferData.create(from, offset, length));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } finally {
            writingSince = 0;
        }
    }

    /// For how long the write that is under way has been waiting for the client; 0 if none is.
    long stalledNanos(long now) {
        long since = writingSince;
        return since == 0 ? 0 : now - since;
    }

    /// How many bytes ever came.
    long received() {
        return received;
    }

    /// When bytes came last.
    long readAt() {
        return readAt;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (RuntimeException _) {
            // It is closed, or broken beyond closing: nobody can use it either way.
            leftAt = left.length;
        }
    }
}
