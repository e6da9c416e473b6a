package io.aiplat.wire.http;

/// A request's body in memory, until closed.
public final class RequestBody implements AutoCloseable {
    private static final BodyBudget FREE = new BodyBudget() {
        @Override
        public void acquire(int bytes, int held) {
            // Nothing is held, so nothing is counted.
        }

        @Override
        public void release(int bytes) {
            // Nothing is held, so nothing is counted.
        }
    };

    static final RequestBody EMPTY = new RequestBody(new byte[0], 0, FREE);

    private final byte[] bytes;
    private final int length;
    private final BodyBudget budget;
    private boolean closed;

    /// Holds what was acquired for the array.
    RequestBody(byte[] bytes, int length, BodyBudget budget) {
        this.bytes = bytes;
        this.length = length;
        this.budget = budget;
    }

    /// One that is there already, and that no budget counts.
    public static RequestBody of(byte[] bytes) {
        return new RequestBody(bytes, bytes.length, FREE);
    }

    /// The array that holds it; may be longer than the body.
    public byte[] bytes() {
        return bytes;
    }

    /// How many bytes it has.
    public int length() {
        return length;
    }

    /// Gives the memory back to the budget. The array must not be used after that. Once is enough.
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            budget.release(bytes.length);
        }
    }
}
