package io.aiplat.supply.archive;

import io.aiplat.model.Digests;
import io.aiplat.supply.archive.manifest.ArchiveBlob;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.function.LongConsumer;

/// Bytes of one blob, digested while they are read. Where the last one is read and the digest is another, reading
/// it fails; so who has read all has read the right bytes.
final class BlobInput extends InputStream {
    private static final int PIECE = 1 << 18;

    private final InputStream in;
    private final ArchiveBlob blob;
    private final Refusal refusal;
    private final LongConsumer read;
    private final MessageDigest digest = Digests.begun();
    private long rest;
    private boolean checked;

    /// What is said of bytes that are not the right ones, or not enough.
    @FunctionalInterface
    interface Refusal {
        /// Says it.
        ///
        /// @param found the digest that they have, in hexadecimal; empty where they end early
        RuntimeException of(String found) throws IOException;
    }

    /// @param in   at the first byte of the blob; is not closed by this
    /// @param read is told how many bytes were read at a time
    BlobInput(InputStream in, ArchiveBlob blob, Refusal refusal, LongConsumer read) {
        this.in = in;
        this.blob = blob;
        this.refusal = refusal;
        this.read = read;
        this.rest = blob.bytes();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int most) throws IOException {
        if (rest == 0) {
            check();
            return -1;
        }
        int count = in.read(into, from, (int) Math.min(most, rest));
        if (count < 0) {
            throw refusal.of("");
        }
        digest.update(into, from, count);
        read.accept(count);
        rest -= count;
        if (rest == 0) {
            check();
        }
        return count;
    }

    private void check() throws IOException {
        if (!checked) {
            checked = true;
            String found = Digests.sha256(digest);
            if (!found.equals(blob.digest().hex())) {
                throw refusal.of(found);
            }
        }
    }

    /// Reads what nobody has read, and so checks it.
    void finish() throws IOException {
        byte[] piece = new byte[PIECE];
        while (read(piece) >= 0) {
            // Reading is checking.
        }
    }
}
