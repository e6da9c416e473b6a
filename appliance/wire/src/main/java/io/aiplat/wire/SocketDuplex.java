package io.aiplat.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/// A TCP connection as a duplex.
public final class SocketDuplex implements Duplex {
    /// The system copies a heap array through native memory of the same size, which the JDK keeps per carrier
    /// thread. A whole body at once would leave megabytes there.
    private static final int SLICE = 64 * 1024;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SocketChannel channel;
    private ByteBuffer readWindow = NOTHING;
    private ByteBuffer writeWindow = NOTHING;

    /// Takes over a connected channel in blocking mode.
    public SocketDuplex(SocketChannel channel) {
        this.channel = channel;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (readWindow.array() != into) {
            readWindow = ByteBuffer.wrap(into);
        }
        ByteBuffer window = readWindow;
        window.limit(offset + Math.min(length, SLICE)).position(offset);
        return channel.read(window);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
        if (writeWindow.array() != from) {
            writeWindow = ByteBuffer.wrap(from);
        }
        ByteBuffer window = writeWindow;
        int end = offset + length;
        for (int at = offset; at < end; at = window.position()) {
            window.limit(Math.min(end, at + SLICE)).position(at);
            channel.write(window);
        }
    }

    /// Lets go of the arrays last read into and written from, so that an idle connection keeps none alive.
    public void forget() {
        readWindow = NOTHING;
        writeWindow = NOTHING;
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
