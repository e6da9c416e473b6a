package io.aiplat.routing;

import java.time.Duration;

/// How long things may take.
///
/// @param whole     one deadline for all attempts together
/// @param firstByte from sending a request until its answer begins; loading a model counts
/// @param idle      between two pieces of an answer
public record TimeLimits(Duration whole, Duration firstByte, Duration idle) {
    public TimeLimits {
        Checks.that(
                whole.isPositive() && firstByte.isPositive() && idle.isPositive(),
                "A time limit is more than nothing.");
    }
}
