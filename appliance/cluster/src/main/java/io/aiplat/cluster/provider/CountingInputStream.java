package io.aiplat.cluster.provider;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/// Tells how many bytes have been read, after each megabyte.
final class CountingInputStream extends FilterInputStream {
    private static final long STEP = 1 << 20;

    private final LongConsumer seen;
    private long count;
    private long told;

    CountingInputStream(InputStream in, LongConsumer seen) {
        super(in);
        this.seen = seen;
    }

    @Override
    public int read() throws IOException {
        int b = super.read();
        add(b < 0 ? 0 : 1);
        return b;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int n = super.read(buffer, offset, length);
        add(Math.max(0, n));
        return n;
    }

    private void add(int n) {
        count += n;
        if (count - told >= STEP) {
            told = count;
            seen.accept(count);
        }
    }
}
