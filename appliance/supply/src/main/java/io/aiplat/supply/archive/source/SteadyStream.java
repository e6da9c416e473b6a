package io.aiplat.supply.archive.source;

import io.aiplat.supply.source.RemoteBlob;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// Reads a remote blob to its end, and opens it again where the connection breaks off.
final class SteadyStream extends InputStream {
    private static final int TRIES = 5;
    private static final long PAUSE_MILLIS = 500;

    private final RemoteBlob blob;
    private @Nullable InputStream in;
    private long at;
    private int failures;

    SteadyStream(RemoteBlob blob) throws IOException, InterruptedException {
        this.blob = blob;
        in = blob.open(0, blob.bytes());
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int most) throws IOException {
        while (true) {
            try {
                InputStream open = in == null ? reopened() : in;
                int read = open.read(into, from, most);
                if (read >= 0) {
                    at += read;
                    failures = 0;
                    return read;
                }
                if (blob.bytes() < 0 || at >= blob.bytes()) {
                    return -1;
                }
                throw new IOException("the server ended after " + at + " of " + blob.bytes() + " bytes");
            } catch (IOException e) {
                close();
                failures++;
                if (failures >= TRIES || (at > 0 && !blob.hasRanges())) {
                    throw e;
                }
                pause();
            }
        }
    }

    private InputStream reopened() throws IOException {
        try {
            InputStream open = blob.open(at, blob.bytes() < 0 ? -1 : blob.bytes() - at);
            in = open;
            return open;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("It was interrupted.", e);
        }
    }

    private void pause() throws IOException {
        try {
            Thread.sleep(PAUSE_MILLIS * failures);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("It was interrupted.", e);
        }
    }

    @Override
    public void close() throws IOException {
        InputStream open = in;
        in = null;
        if (open != null) {
            open.close();
        }
    }
}
