package io.aiplat.wire.http;

import io.aiplat.wire.MemoryAccount;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;

/// Reads one body into memory, which it takes from an account as bytes come and not as they are announced.
final class BodyReader {
    /// Up to here an announced length is believed: one acquisition, one array, no copy. Beyond it a client has
    /// to send a quarter of what it wants us to hold, or [#EARNED].
    private static final int TRUSTED = 256 * 1024;

    /// Who has sent so much gets all that it has announced: growing in small steps would copy more than it
    /// protects.
    private static final int EARNED = 4 * 1024 * 1024;

    private static final int FIRST = 8 * 1024;

    private final InputBuffer intake;
    private final int maximum;
    private final MemoryAccount memory;
    private byte[] bytes = new byte[0];
    private int length;

    BodyReader(InputBuffer intake, int maximum, MemoryAccount memory) {
        this.intake = intake;
        this.maximum = maximum;
        this.memory = memory;
    }

    RequestBody ofLength(int total) throws IOException {
        boolean complete = false;
        try {
            while (length < total) {
                if (length == bytes.length) {
                    grow(length >= EARNED ? total : Math.min(total, Math.max(TRUSTED, length * 4)));
                }
                int count = intake.read(bytes, length, bytes.length - length);
                if (count < 0) {
                    throw new EOFException("connection closed within a body");
                }
                length += count;
            }
            complete = true;
        } finally {
            releaseUnless(complete);
        }
        return new RequestBody(bytes, length, memory);
    }

    RequestBody ofChunks() throws IOException {
        ChunkedBody chunks = new ChunkedBody(intake);
        boolean complete = false;
        try {
            for (long coming = chunks.announced(); coming > 0; coming = chunks.announced()) {
                // A chunk that cannot fit is refused before the client has sent it.
                if (coming > maximum - length) {
                    throw RequestReader.tooLarge(maximum);
                }
                if (length == bytes.length) {
                    grow(Math.min(maximum, Math.max(FIRST, length * 2)));
                }
                length += Math.max(0, chunks.read(bytes, length, bytes.length - length));
            }
            complete = true;
        } catch (MalformedHead e) {
            throw new MalformedRequest(400, String.valueOf(e.getMessage()));
        } finally {
            releaseUnless(complete);
        }
        return new RequestBody(bytes, length, memory);
    }

    private void grow(int capacity) throws IOException {
        int before = bytes.length;
        // Both are there while one is copied into the other.
        memory.acquire(capacity);
        bytes = Arrays.copyOf(bytes, capacity);
        if (before > 0) {
            memory.release(before);
        }
    }

    private void releaseUnless(boolean complete) {
        if (!complete && bytes.length > 0) {
            memory.release(bytes.length);
        }
    }
}
