package io.aiplat.gateway.connection;

import io.aiplat.wire.Duplex;
import java.io.ByteArrayOutputStream;

/// Recording duplex: keeps what is written to it.
final class RecordingDuplex implements Duplex {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    byte[] bytes() {
        return written.toByteArray();
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        return -1;
    }

    @Override
    public void write(byte[] from, int offset, int length) {
        written.write(from, offset, length);
    }

    @Override
    public void close() {}
}
