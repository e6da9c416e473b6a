package io.aiplat.supply.archive;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/// Reads in a thread of its own what will be wanted next, so that the disk, or a server, works while its reader
/// digests or writes. Takes a few mebibytes, however much is read. For one reader.
public final class ReadAhead extends InputStream {
    private static final int PIECE = 1 << 20;
    private static final int PIECES = 4;

    private final Source source;
    private final BlockingQueue<Piece> free = new ArrayBlockingQueue<>(PIECES + 1);
    private final BlockingQueue<Piece> full = new ArrayBlockingQueue<>(PIECES + 1);
    private @Nullable Piece now;
    private int at;

    /// What is read from: fills an array as far as it can.
    @FunctionalInterface
    interface Source {
        /// Reads on.
        ///
        /// @return bytes that were put into the array; 0 or less at the end
        int fill(byte[] buffer) throws IOException, InterruptedException;
    }

    /// What was read at once.
    ///
    /// @param bytes   of which the first are read
    /// @param count   how many; 0 at the end
    /// @param failure why there is no more; null where there is none
    /// @param stop    nobody reads any more
    @SuppressWarnings("ArrayRecordComponent") // Nobody compares them.
    private record Piece(byte[] bytes, int count, @Nullable Exception failure, boolean stop) {
        static Piece empty(int size) {
            return new Piece(new byte[size], 0, null, false);
        }
    }

    private ReadAhead(Source source) {
        this.source = source;
    }

    /// Begins to read.
    static ReadAhead of(Source source) {
        ReadAhead ahead = new ReadAhead(source);
        Thread.ofPlatform().daemon().name("read-ahead").start(ahead::readAll);
        return ahead;
    }

    /// Begins to read a stream, which its owner closes after this.
    public static ReadAhead of(InputStream in) {
        return of(bytes -> in.readNBytes(bytes, 0, bytes.length));
    }

    private void readAll() {
        try {
            for (int made = 1; ; made++) {
                // The first pieces are made when they are needed, for most blobs are small.
                Piece piece = made <= PIECES && free.isEmpty() ? Piece.empty(PIECE) : free.take();
                if (piece.stop) {
                    return;
                }
                Piece filled = fill(piece.bytes);
                full.put(filled);
                if (filled.failure != null || filled.count == 0) {
                    return;
                }
            }
        } catch (InterruptedException _) {
            // Nobody interrupts this thread but a process that ends.
            Thread.currentThread().interrupt();
        }
    }

    private Piece fill(byte[] bytes) throws InterruptedException {
        try {
            return new Piece(bytes, Math.max(0, source.fill(bytes)), null, false);
        } catch (IOException | RuntimeException e) {
            return new Piece(bytes, 0, e, false);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int most) throws IOException {
        Objects.checkFromIndexSize(from, most, into.length);
        if (most == 0) {
            return 0;
        }
        Piece piece = next();
        if (piece.failure instanceof IOException e) {
            throw new IOException(e.getMessage(), e);
        }
        if (piece.failure instanceof RuntimeException e) {
            throw e;
        }
        if (piece.count == 0) {
            return -1;
        }
        int read = Math.min(most, piece.count - at);
        System.arraycopy(piece.bytes, at, into, from, read);
        at += read;
        return read;
    }

    /// The piece that is being read, or the next one; the last one for ever.
    private Piece next() throws IOException {
        Piece piece = now;
        if (piece != null && (piece.count == 0 || at < piece.count)) {
            return piece;
        }
        try {
            if (piece != null) {
                free.put(piece);
            }
            piece = full.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("It was interrupted.", e);
        }
        at = 0;
        now = piece;
        return piece;
    }

    /// Ends the thread as soon as it has read what it is at.
    @Override
    public void close() {
        free.clear();
        boolean _ = free.offer(new Piece(new byte[0], 0, null, true));
        // Another thread may be waiting for a piece that nobody fills any more.
        boolean _ = full.offer(new Piece(new byte[0], 0, new IOException("It was closed."), false));
    }
}
