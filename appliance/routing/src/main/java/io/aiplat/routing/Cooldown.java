package io.aiplat.routing;

import java.time.Duration;

/// Cooldown: when a deployment is left alone, and for how long.
///
/// @param failures so many, with no success between them
/// @param within   from the first of them to the last
/// @param pause    how long; a longer Retry-After of the upstream is obeyed
public record Cooldown(int failures, Duration within, Duration pause) {
    public Cooldown {
        Checks.that(failures >= 1, "It takes at least 1 failure.");
        Checks.that(within.isPositive() && pause.isPositive(), "A time is more than nothing.");
    }
}
