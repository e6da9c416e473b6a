package io.aiplat.gateway.cache;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Single flight (request coalescing): an answer that one request fetches and others wait for.
///
/// Whoever fetches waits for no flight, so nobody can wait for each other.
final class InFlightRequest {
    private final CountDownLatch landed = new CountDownLatch(1);
    private @Nullable CachedResponse answer;

    /// Ends it, once.
    ///
    /// @param kept null where others cannot have the answer, or there is none
    void land(@Nullable CachedResponse kept) {
        answer = kept;
        landed.countDown();
    }

    /// Waits for its end.
    ///
    /// @return null if there is nothing for others, or nothing yet
    @Nullable
    CachedResponse await(Duration most) throws InterruptedException {
        return landed.await(most.toNanos(), TimeUnit.NANOSECONDS) ? answer : null;
    }
}
