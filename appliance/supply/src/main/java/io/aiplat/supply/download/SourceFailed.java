package io.aiplat.supply.download;

import io.aiplat.supply.source.RemoteBlob;
import java.io.IOException;
import java.io.InputStream;

/// The source broke off or refused; another try may do. Told from failures to write here, which no try mends.
final class SourceFailed extends Exception {
    SourceFailed(IOException cause) {
        super(cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage(), cause);
    }

    static InputStream open(RemoteBlob blob, long from, long bytes) throws SourceFailed, InterruptedException {
        try {
            return blob.open(from, bytes);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    static int read(InputStream in, byte[] piece, int from, int bytes) throws SourceFailed, InterruptedException {
        try {
            return in.read(piece, from, bytes);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /// A stream that was interrupted says so in its own way; it is no failure of the source's.
    private static SourceFailed failed(IOException e) throws InterruptedException {
        if (Thread.currentThread().isInterrupted() || e.getCause() instanceof InterruptedException) {
            Thread.interrupted();
            throw new InterruptedException(e.getMessage());
        }
        return new SourceFailed(e);
    }
}
