package io.aiplat.routing.balancing;

import java.util.concurrent.atomic.AtomicLong;

/// Exponential moving average of the time until a deployment begins to answer, in which every new answer counts a
/// fifth.
final class LatencyAverage {
    private static final int SHARE = 5;

    private final AtomicLong nanos = new AtomicLong();

    /// In nanoseconds; 0 where nothing is known.
    long nanos() {
        return nanos.get();
    }

    void add(long sample) {
        // One lost to a race is no loss to an average.
        long before = nanos.get();
        long after = before == 0 ? sample : before + (sample - before) / SHARE;
        nanos.compareAndSet(before, Math.max(1, after));
    }
}
