package io.aiplat.cluster.kubernetes;

import java.time.Duration;

/// A time limit for a loop that looks again and again.
public final class Deadline {
    private static final Duration BETWEEN = Duration.ofMillis(500);

    private final long end;

    private Deadline(long end) {
        this.end = end;
    }

    /// One that is over after so long.
    public static Deadline in(Duration limit) {
        return new Deadline(System.nanoTime() + limit.toNanos());
    }

    /// Whether the time is up, or whoever waits was interrupted.
    public boolean over() {
        return System.nanoTime() - end >= 0 || Thread.currentThread().isInterrupted();
    }

    /// Waits until it is worth to look again.
    public void pause() {
        PollDelay.of(BETWEEN);
    }
}
