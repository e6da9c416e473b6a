package io.aiplat.supply.ollama;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// A resource limit on what a server may answer: more than so many bytes are an error and not the end.
final class BoundedStream extends FilterInputStream {
    private final long most;
    private long left;

    private BoundedStream(InputStream in, long most) {
        super(in);
        this.most = most;
        this.left = most;
    }

    static InputStream of(InputStream in, long most) {
        return new BoundedStream(in, most);
    }

    @Override
    public int read() throws IOException {
        int next = super.read();
        take(next < 0 ? 0 : 1);
        return next;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = super.read(bytes, offset, length);
        take(Math.max(0, count));
        return count;
    }

    @Override
    public long skip(long count) throws IOException {
        long skipped = super.skip(count);
        take(skipped);
        return skipped;
    }

    private void take(long count) throws IOException {
        left -= count;
        if (left < 0) {
            throw new IOException("an answer of more than " + (most >> 20) + " MiB");
        }
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
