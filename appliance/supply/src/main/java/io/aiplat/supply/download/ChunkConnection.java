package io.aiplat.supply.download;

import io.aiplat.model.ApplianceException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/// One connection of a download, which fetches chunk after chunk. A connection that breaks is made again and goes on
/// where it was.
final class ChunkConnection {
    private static final long NOT_READING = 0;

    private final Transfer transfer;
    private final FileChannel file;
    private final RangedTransfer whole;
    private final byte[] piece;
    /// Where the bytes end that came over the connection that is open, or was last.
    private long reached;
    private volatile long readingSince = NOT_READING;
    private volatile @Nullable InputStream open;
    private volatile boolean over;

    ChunkConnection(Transfer transfer, FileChannel file, RangedTransfer whole) {
        this.transfer = transfer;
        this.file = file;
        this.whole = whole;
        this.piece = new byte[transfer.rate().piece(Transfer.PIECE)];
    }

    /// Fetches bytes to their place in the partial file.
    ///
    /// @param until where the bytes end that will be fetched after these; they are asked for with them
    void fetch(long from, long end, long until) throws IOException, InterruptedException {
        reached = from;
        int fruitless = 0;
        while (reached < end) {
            long before = reached;
            try {
                read(end, until);
                if (reached < end) {
                    throw new SourceFailed(new EOFException("it ended " + (end - reached) + " bytes early"));
                }
            } catch (SourceFailed e) {
                fruitless = reached > before ? 1 : fruitless + 1;
                if (over) {
                    throw new InterruptedException("the download ends");
                }
                if (fruitless >= transfer.limits().fruitlessTries()) {
                    throw new ApplianceException(
                            DownloadProblems.brokenOff(
                                    transfer.what(), transfer.origin(), String.valueOf(e.getMessage()), whole.done()),
                            e);
                }
                Thread.sleep(transfer.limits().pauseAfter(fruitless));
            }
        }
    }

    private void read(long end, long until) throws IOException, InterruptedException, SourceFailed {
        InputStream in = open;
        if (in == null) {
            in = SourceFailed.open(transfer.blob(), reached, until - reached);
            open = in;
        }
        boolean more = false;
        try {
            while (reached < end && !over && readPiece(in, (int) Math.min(piece.length, end - reached))) {
                more = reached == end && reached < until;
            }
        } finally {
            if (!more) {
                closeOpen();
                open = null;
            }
        }
    }

    /// Writes as much as there is room for at once: a write for each packet would take longer than what it writes.
    ///
    /// @return whether the source has more, as far as is known
    private boolean readPiece(InputStream in, int room) throws IOException, InterruptedException, SourceFailed {
        int filled = 0;
        try {
            while (filled < room) {
                readingSince = System.nanoTime() | 1;
                int read = SourceFailed.read(in, piece, filled, room - filled);
                readingSince = NOT_READING;
                if (read < 0) {
                    return false;
                }
                transfer.rate().take(read);
                filled += read;
                whole.came(read);
            }
            return true;
        } finally {
            readingSince = NOT_READING;
            write(filled);
        }
    }

    private void write(int bytes) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(piece, 0, bytes);
        long at = reached;
        while (rest.hasRemaining()) {
            at += file.write(rest, at);
        }
        reached = at;
    }

    /// Closes a connection that brings nothing; it is made anew. One that waits for the disk is left alone.
    void closeStalled() {
        long since = readingSince;
        if (since != NOT_READING
                && System.nanoTime() - since > transfer.limits().stall().toNanos()) {
            closeOpen();
        }
    }

    /// Ends it soon.
    void close() {
        over = true;
        closeOpen();
    }

    private void closeOpen() {
        InputStream in = open;
        if (in != null) {
            try {
                in.close();
            } catch (IOException _) {
                // It was to be closed, and whoever reads it is told.
            }
        }
    }
}
