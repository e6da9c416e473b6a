package io.aiplat.wire;

import java.io.IOException;

/// A memory account: who is about to hold something large, on behalf of one request or connection, takes the bytes
/// here before. Used by one thread at a time.
public interface MemoryAccount {
    /// Grants everything and counts nothing, for what is small or counted already.
    MemoryAccount UNCOUNTED = new MemoryAccount() {
        @Override
        public void acquire(long bytes) {
            // Nothing is counted.
        }

        @Override
        public boolean tryAcquire(long bytes) {
            return true;
        }

        @Override
        public void release(long bytes) {
            // Nothing is counted.
        }
    };

    /// Takes memory, and waits for it where there is none now.
    ///
    /// Accounts that hold some and wait for more could wait for each other, so whoever grants must let such a wait
    /// end.
    ///
    /// @param bytes how much more, 0 or more
    /// @throws IOException if it waited too long; a [io.aiplat.wire.http.MalformedRequest] says what a client is
    ///     told
    void acquire(long bytes) throws IOException;

    /// Takes memory if there is some now.
    ///
    /// @return false if nothing was taken
    boolean tryAcquire(long bytes);

    /// Gives memory back.
    void release(long bytes);
}
