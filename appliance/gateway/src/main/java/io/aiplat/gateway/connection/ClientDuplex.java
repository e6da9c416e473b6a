package io.aiplat.gateway.connection;

import io.aiplat.wire.Duplex;
import io.aiplat.wire.SocketDuplex;
import java.io.IOException;
import java.nio.channels.SocketChannel;

/// A client's connection as two directions of bytes.
///
/// Notes when a write began, so that a client that takes nothing can be told from one that is only slow.
final class ClientDuplex implements Duplex {
    private final SocketDuplex socket;
    private volatile long writingSince;
    private volatile long readAt = System.nanoTime();
    private volatile long received;
    private volatile boolean reading;

    ClientDuplex(SocketChannel channel) {
        this.socket = new SocketDuplex(channel);
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        reading = true;
        try {
            int count = socket.read(into, offset, length);
            // One thread reads at a time, and others only look.
            long all = received + Math.max(count, 0);
            received = all;
            readAt = System.nanoTime();
            return count;
        } finally {
            reading = false;
        }
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
        // 0 means that nothing is being written; the one nanosecond at which the clock says 0 does not matter.
        writingSince = System.nanoTime();
        try {
            socket.write(from, offset, length);
        } finally {
            writingSince = 0;
        }
    }

    /// For how long the write that is under way has been waiting for the client; 0 if none is.
    long stalledNanos(long now) {
        long since = writingSince;
        return since == 0 ? 0 : now - since;
    }

    /// Whether it is the client's turn: somebody waits for its bytes. Where nobody does, we are the slow ones.
    boolean isAwaited() {
        return reading;
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
        socket.close();
    }
}
