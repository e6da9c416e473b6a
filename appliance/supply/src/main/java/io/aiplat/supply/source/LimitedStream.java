package io.aiplat.supply.source;

import java.io.IOException;
import java.io.InputStream;

/// Stream of at most so many bytes of another, whatever that one has.
public final class LimitedStream extends InputStream {
    private final InputStream in;
    private long left;

    /// The first bytes of a stream.
    ///
    /// @param in   closed with this one
    /// @param most how many
    public LimitedStream(InputStream in, long most) {
        this.in = in;
        left = most;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] piece, int from, int most) throws IOException {
        if (left == 0) {
            return -1;
        }
        int read = in.read(piece, from, (int) Math.min(most, left));
        left -= Math.max(0, read);
        return read;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
