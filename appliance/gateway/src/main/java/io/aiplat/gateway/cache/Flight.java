package io.aiplat.gateway.cache;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// An answer that one request fetches, and that others wait for which ask the same.
///
/// Whoever fetches waits for no flight, so nobody can wait for each other.
final class Flight {
    private final CountDownLatch landed = new CountDownLatch(1);
    private @Nullable Kept answer;

    /// Ends it, once.
    ///
    /// @param kept null where others cannot have the answer, or there is none
    void land(@Nullable Kept kept) {
        answer = kept;
        landed.countDown();
    }

    /// Waits for its end.
    ///
    /// @return null if there is nothing for others, or nothing yet
    @Nullable
    Kept await(Duration most) throws InterruptedException {
        return landed.await(most.toNanos(), TimeUnit.NANOSECONDS) ? answer : null;
    }
}
