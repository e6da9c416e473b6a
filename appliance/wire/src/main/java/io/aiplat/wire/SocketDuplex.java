package io.aiplat.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/// A TCP connection as a duplex.
public final class SocketDuplex implements Duplex {
    /// The system copies a heap array through native memory of the same size, which the JDK keeps per carrier
    /// thread. A whole body at once would leave megabytes there.
    private static final int SLICE = 64 * 1024;

    private final SocketChannel channel;

    /// Takes over a connected channel in blocking mode.
    public SocketDuplex(SocketChannel channel) {
        this.channel = channel;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        return channel.read(ByteBuffer.wrap(into, offset, Math.min(length, SLICE)));
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
        ByteBuffer window = ByteBuffer.wrap(from);
        int end = offset + length;
        for (int at = offset; at < end; at = window.position()) {
            window.limit(Math.min(end, at + SLICE)).position(at);
            channel.write(window);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // The descriptor is gone either way, and nobody waits for what the peer did not take.
        }
    }
}
