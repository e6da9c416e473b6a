package io.aiplat.wire.http;

import io.aiplat.wire.MemoryAccount;

/// A request's body in memory, until closed.
public final class RequestBody implements AutoCloseable {
    static final RequestBody EMPTY = new RequestBody(new byte[0], 0, MemoryAccount.UNCOUNTED);

    private final byte[] bytes;
    private final int length;
    private final MemoryAccount memory;
    private boolean closed;

    /// Holds what was acquired for the array.
    RequestBody(byte[] bytes, int length, MemoryAccount memory) {
        this.bytes = bytes;
        this.length = length;
        this.memory = memory;
    }

    /// One that is there already, and that no account counts.
    public static RequestBody of(byte[] bytes) {
        return new RequestBody(bytes, bytes.length, MemoryAccount.UNCOUNTED);
    }

    /// The array that holds it; may be longer than the body.
    public byte[] bytes() {
        return bytes;
    }

    /// How many bytes it has.
    public int length() {
        return length;
    }

    /// Gives the memory back. The array must not be used after that. Once is enough.
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            memory.release(bytes.length);
        }
    }
}
