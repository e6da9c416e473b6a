package io.aiplat.gateway.connection;

import java.time.Duration;

/// Connection limits: how many are taken, and for how long one may be without a request.
///
/// @param most       in all, at least 1; below the limit of descriptors, and of what the heap holds
/// @param perAddress from one address of a network, at least 1; this machine's own addresses have no bound but
///     `most`, since all that runs here shares them
/// @param idle       how long a connection is kept between two requests; it is less where room becomes short
public record ConnectionBounds(int most, int perAddress, Duration idle) {
    /// Descriptors that files, the store, logs and pipes to workers may take besides those that are open at the
    /// start.
    private static final int KEPT_FREE = 40;

    /// A connection for so many bytes of the heap. One that waits for its next request takes 14.5 KiB of them
    /// (docs/decisions/listener.md); the rest is what the sum in docs/decisions/memory.md leaves for others.
    private static final int HEAP_PER_CONNECTION = 72 * 1024;

    private static final int LEAST = 16;
    private static final int MOST = 16_384;

    /// Checks that a connection is possible.
    public ConnectionBounds {
        if (most < 1 || perAddress < 1) {
            throw new IllegalArgumentException("no connection would be allowed");
        }
    }

    /// What a process can bear: a request may need one descriptor on each side, so connections of clients get half
    /// of what is left when the process's own are taken out; and no more than the heap holds. One address of a
    /// network gets half of them.
    ///
    /// @param descriptors that the process may have open; negative where nobody knows
    /// @param open        descriptors that it has open before it listens
    /// @param heap        its most, in bytes
    public static ConnectionBounds of(long descriptors, long open, long heap, Duration idle) {
        long byHeap = heap / HEAP_PER_CONNECTION;
        long byDescriptors = descriptors < 0 ? MOST : (descriptors - open - KEPT_FREE) / 2;
        int most = Math.clamp(Math.min(byHeap, byDescriptors), LEAST, MOST);
        return new ConnectionBounds(most, Math.max(1, most / 2), idle);
    }
}
