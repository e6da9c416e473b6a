package io.aiplat.gateway.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.testkit.Eventually;
import io.aiplat.wire.Duplex;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ClientWatchTest {
    private static final long LATER = 1 + 2 * ClientWatch.PATIENCE_NANOS;

    private final Client client = new Client();
    private final ClientWatch watch = new ClientWatch(client);

    /// A client whose every piece is taken by a read that waits for it. An empty piece is its end.
    private static final class Client implements Duplex {
        private final LinkedTransferQueue<String> pieces = new LinkedTransferQueue<>();

        void sends(String piece) throws InterruptedException {
            assertTrue(pieces.tryTransfer(piece, 10, TimeUnit.SECONDS), "nobody reads");
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            try {
                byte[] piece = pieces.take().getBytes(StandardCharsets.UTF_8);
                System.arraycopy(piece, 0, into, offset, piece.length);
                return piece.length == 0 ? -1 : piece.length;
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        @Override
        public void write(byte[] from, int offset, int length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
            throw new UnsupportedOperationException();
        }
    }

    private String read(int most) throws IOException {
        byte[] into = new byte[most];
        int count = watch.read(into, 0, most);
        return count < 0 ? "its end" : new String(into, 0, count, StandardCharsets.UTF_8);
    }

    /// Ticks until somebody waits for what the client sends.
    private void awaitReading() throws InterruptedException {
        Eventually.holds("somebody reads on", () -> {
            boolean reading = client.pieces.hasWaitingConsumer();
            if (!reading) {
                watch.tick(LATER);
            }
            return reading;
        });
    }

    /// A client may have its answer, and ask again, before the thread that answered has come to its end.
    @Test
    void theNextRequestIsNotLostToAWatchThatReadsOn() throws Exception {
        watch.begin(1);
        watch.tick(LATER);
        client.sends("next");
        awaitReading();
        watch.end();

        assertEquals("ne", read(2));
        assertEquals("xt", read(100));
        Thread.ofVirtual().start(() -> {
            try {
                client.sends(" and more");
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
        assertEquals(" and more", read(100));
    }

    @Test
    void whoLeavesIsSeenWhileARequestIsWorkedOn() throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        watch.begin(1);
        watch.onGone(gone::countDown);
        assertFalse(watch.hasLeft());

        watch.tick(LATER);
        client.sends("");

        assertTrue(gone.await(10, TimeUnit.SECONDS));
        watch.end();
        assertTrue(watch.hasLeft());
        assertEquals("its end", read(100));
    }

    /// What comes early is kept for the next request, and nobody bounds it but this.
    @Test
    void littleIsKeptOfWhatComesTooEarly() throws Exception {
        watch.begin(1);
        int kept = 0;
        while (kept < ClientWatch.MOST_EARLY_BYTES) {
            awaitReading();
            client.sends("x".repeat(1000));
            kept += 1000;
        }
        // The watch that took the last piece may still be putting it away; the next tick would begin another.
        for (int i = 0; i < 5; i++) {
            watch.tick(LATER);
            assertFalse(client.pieces.tryTransfer("more", 10, TimeUnit.MILLISECONDS), "somebody reads on");
        }
        watch.end();
        assertEquals(kept, read(100_000).length());
    }

    @Test
    void aQuickRequestIsNotWatched() throws Exception {
        watch.begin(1);
        watch.tick(1 + ClientWatch.PATIENCE_NANOS / 2);

        assertFalse(client.pieces.tryTransfer("early", 50, TimeUnit.MILLISECONDS), "somebody reads");
    }
}
