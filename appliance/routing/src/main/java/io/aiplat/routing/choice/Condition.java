package io.aiplat.routing.choice;

import io.aiplat.routing.Deployment;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// What changes about a deployment while it serves. It outlives the plans that name the deployment unchanged.
final class Condition {
    final Health health = new Health();
    final Latency latency = new Latency();
    final LongAdder successes = new LongAdder();
    final LongAdder failures = new LongAdder();

    /// Whether it said last that it does not have the model.
    volatile boolean lacksModel;

    private final AtomicInteger claims = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();
    private final @Nullable Semaphore places;

    Condition(Deployment deployment) {
        Integer most = deployment.maxConcurrent();
        this.places = most == null ? null : new Semaphore(most, true);
    }

    /// Notes that it has the model, which it nearly always had before.
    void found() {
        if (lacksModel) {
            lacksModel = false;
        }
    }

    /// Requests that are sent or wait for a place.
    int claims() {
        return claims.get();
    }

    int waiting() {
        return waiting.get();
    }

    /// Counts a request in, unless there are as many as may be.
    boolean claim(int most) {
        if (claims.incrementAndGet() <= most) {
            return true;
        }
        claims.decrementAndGet();
        return false;
    }

    /// Waits for a place; true if there is one. Never waits where places are not counted.
    boolean enter(long waitNanos) throws InterruptedException {
        if (places == null || places.tryAcquire()) {
            return true;
        }
        waiting.incrementAndGet();
        try {
            return places.tryAcquire(waitNanos, TimeUnit.NANOSECONDS);
        } finally {
            waiting.decrementAndGet();
        }
    }

    /// Counts a request out.
    ///
    /// @param entered whether it had a place
    void release(boolean entered) {
        claims.decrementAndGet();
        if (entered && places != null) {
            places.release();
        }
    }
}
