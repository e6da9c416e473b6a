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
    private final Transfer transfer;
    private final FileChannel file;
    private final RangedTransfer whole;
    private final byte[] piece;
    /// Where the bytes end that came over the connection that is open, or was last.
    private long reached;
    private volatile long heard;
    private volatile @Nullable InputStream open;
    private volatile boolean over;

    ChunkConnection(Transfer transfer, FileChannel file, RangedTransfer whole) {
        this.transfer = transfer;
        this.file = file;
        this.whole = whole;
        this.piece = new byte[transfer.rate().piece(Transfer.PIECE)];
    }

    /// Fetches bytes to their place in the partial file.
    void fetch(long from, long end) throws IOException, InterruptedException {
        reached = from;
        int fruitless = 0;
        while (reached < end) {
            long before = reached;
            try {
                read(end);
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

    private void read(long end) throws IOException, InterruptedException, SourceFailed {
        try (InputStream in = SourceFailed.open(transfer.blob(), reached, end - reached)) {
            heard = System.nanoTime();
            open = in;
            int filled = 0;
            while (reached < end && !over) {
                int room = (int) Math.min(piece.length, end - reached);
                int read = SourceFailed.read(in, piece, filled, room - filled);
                if (read < 0) {
                    write(filled);
                    return;
                }
                transfer.rate().take(read);
                heard = System.nanoTime();
                filled += read;
                if (filled == room || available(in) == 0) {
                    write(filled);
                    filled = 0;
                }
            }
        } finally {
            open = null;
        }
    }

    private static int available(InputStream in) {
        try {
            return in.available();
        } catch (IOException _) {
            // The next read says why.
            return 0;
        }
    }

    private void write(int bytes) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(piece, 0, bytes);
        long at = reached;
        while (rest.hasRemaining()) {
            at += file.write(rest, at);
        }
        reached = at;
        whole.came(bytes);
    }

    /// Closes a connection that brings nothing; it is made anew.
    void closeStalled() {
        if (System.nanoTime() - heard > transfer.limits().stall().toNanos()) {
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
