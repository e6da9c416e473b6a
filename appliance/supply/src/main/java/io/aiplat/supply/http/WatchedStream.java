package io.aiplat.supply.http;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/// Stream that ends with an error where no byte comes for a while: a cable that is pulled out ends no connection, and
/// the client of the JDK waits for the bytes of a body for ever.
final class WatchedStream extends InputStream {
    private static final long IDLE = 0;

    private final InputStream in;
    private final Duration patience;
    private final Thread watch;
    private volatile long waitingSince = IDLE;
    private volatile boolean stalled;
    private volatile boolean ended;

    /// @param patience with a single read
    WatchedStream(InputStream in, Duration patience) {
        this.in = in;
        this.patience = patience;
        watch = Thread.ofVirtual().name("stalled-reads").start(this::watch);
    }

    private void watch() {
        while (!ended) {
            try {
                Thread.sleep(patience.dividedBy(4));
            } catch (InterruptedException _) {
                // The stream has ended.
                return;
            }
            long since = waitingSince;
            if (since != IDLE && System.nanoTime() - since > patience.toNanos()) {
                stalled = true;
                end();
                return;
            }
        }
    }

    private void end() {
        ended = true;
        try {
            in.close();
        } catch (IOException _) {
            // Whoever reads is told why.
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] piece, int from, int most) throws IOException {
        waitingSince = System.nanoTime() | 1;
        try {
            int read = in.read(piece, from, most);
            if (stalled) {
                throw new IOException("closed");
            }
            if (read < 0) {
                ended = true;
                watch.interrupt();
            }
            return read;
        } catch (IOException e) {
            if (stalled) {
                throw new IOException("No byte came for " + patience.toSeconds() + " seconds.", e);
            }
            throw e;
        } finally {
            waitingSince = IDLE;
        }
    }

    @Override
    public void close() throws IOException {
        ended = true;
        watch.interrupt();
        in.close();
    }
}
