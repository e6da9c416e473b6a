package io.aiplat.wire.http;

import io.aiplat.wire.MemoryAccount;
import java.io.IOException;
import java.util.Arrays;

/// A buffer for what comes out of a compressed body: grows as it comes, out of an account, up to a limit.
final class DecodedBody {
    private static final int FIRST = 8 * 1024;

    private final int maximum;
    private final MemoryAccount memory;
    private byte[] bytes = new byte[0];
    private int length;

    /// @param maximum bytes that may come out
    DecodedBody(int maximum, MemoryAccount memory) {
        this.maximum = maximum;
        this.memory = memory;
    }

    /// What has come out, from 0 to [#length()]. Another array after [#room(int)].
    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    /// Makes room for so much more, or, at the very end of the limit, for the one byte that shows that it is more.
    ///
    /// @throws MalformedRequest 413 beyond the limit, 503 without memory
    void room(int more) throws IOException {
        if (length + (long) more > maximum + 1L) {
            throw RequestReader.tooLarge(maximum);
        }
        if (length + more <= bytes.length) {
            return;
        }
        int capacity = Math.min(maximum + 1, Math.max(Math.max(FIRST, length + more), bytes.length * 2));
        // Both are there while one is copied into the other.
        memory.acquire(capacity);
        int before = bytes.length;
        bytes = Arrays.copyOf(bytes, capacity);
        memory.release(before);
    }

    /// So much was written behind what was there.
    void wrote(int count) throws MalformedRequest {
        length += count;
        if (length > maximum) {
            throw RequestReader.tooLarge(maximum);
        }
    }

    /// Gives the memory back, where nobody has a use for what came out.
    void giveBack() {
        memory.release(bytes.length);
        bytes = new byte[0];
    }

    RequestBody body() {
        return new RequestBody(bytes, length, memory);
    }
}
