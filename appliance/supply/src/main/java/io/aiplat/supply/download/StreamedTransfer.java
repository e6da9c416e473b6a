package io.aiplat.supply.download;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.Digests;
import io.aiplat.supply.blob.BlobDigest;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;

/// Fetches a blob in one piece, for sources that do not say how large it is or that have no ranges. Nothing of it
/// outlives the process; a connection that breaks is made again, from the beginning where the source knows no other
/// way.
final class StreamedTransfer {
    private final Transfer transfer;
    private MessageDigest digest = Digests.begun();
    private long at;

    StreamedTransfer(Transfer transfer) {
        this.transfer = transfer;
    }

    /// Fetches all of it.
    ///
    /// @return the digest of what came, which is durable in the partial file
    /// @throws IOException if it cannot be written here
    BlobDigest run() throws IOException, InterruptedException {
        Files.deleteIfExists(transfer.journal());
        try (FileChannel out = FileChannel.open(
                transfer.part(),
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
            int fruitless = 0;
            while (true) {
                long before = at;
                if (!transfer.blob().hasRanges() && at > 0) {
                    at = 0;
                    before = Long.MAX_VALUE; // What comes for the second time is no fruit.
                    digest = Digests.begun();
                    out.truncate(0);
                }
                try {
                    read(out);
                    out.force(true);
                    return new BlobDigest(Digests.sha256(digest));
                } catch (SourceFailed e) {
                    fruitless = at > before ? 1 : fruitless + 1;
                    if (fruitless >= transfer.limits().fruitlessTries()) {
                        throw new ApplianceException(
                                DownloadProblems.brokenOff(
                                        transfer.what(), transfer.origin(), String.valueOf(e.getMessage()), 0),
                                e);
                    }
                    Thread.sleep(transfer.limits().pauseAfter(fruitless));
                }
            }
        }
    }

    private void read(FileChannel out) throws IOException, InterruptedException, SourceFailed {
        byte[] piece = new byte[transfer.rate().piece(Transfer.PIECE)];
        long bytes = transfer.blob().bytes();
        try (InputStream in = SourceFailed.open(transfer.blob(), at, -1)) {
            for (int read = SourceFailed.read(in, piece, 0, piece.length);
                    read >= 0;
                    read = SourceFailed.read(in, piece, 0, piece.length)) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                transfer.rate().take(read);
                digest.update(piece, 0, read);
                ByteBuffer rest = ByteBuffer.wrap(piece, 0, read);
                while (rest.hasRemaining()) {
                    out.write(rest);
                }
                at += read;
                transfer.progress().at("fetching " + transfer.what(), at, Math.max(0, bytes));
            }
        }
        if (bytes >= 0 && at < bytes) {
            throw new SourceFailed(new EOFException("it ended " + (bytes - at) + " bytes early"));
        }
    }
}
