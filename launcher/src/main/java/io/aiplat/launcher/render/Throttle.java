package io.aiplat.launcher.render;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Throttle: lets something happen at most once an interval.
/// Not safe for several threads.
final class Throttle {
    private final InstantSource clock;
    private final Duration interval;
    private Instant next;

    /// The first time comes one interval from now.
    Throttle(InstantSource clock, Duration interval) {
        this.clock = clock;
        this.interval = interval;
        this.next = clock.instant().plus(interval);
    }

    /// Whether it is time; if so, the next time is one interval away.
    boolean due() {
        boolean due = !clock.instant().isBefore(next);
        if (due) {
            restart();
        }
        return due;
    }

    /// Puts the next time one interval away.
    void restart() {
        next = clock.instant().plus(interval);
    }
}
