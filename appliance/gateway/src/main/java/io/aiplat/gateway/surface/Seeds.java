package io.aiplat.gateway.surface;

import io.aiplat.models.Sampling;

/// Keeps several texts for one prompt apart.
final class Seeds {
    private Seeds() {}

    /// The sampling of one of several texts: one seed would give the same text each time.
    ///
    /// @param choice which, from 0
    static Sampling of(Sampling wanted, int choice) {
        Long seed = wanted.seed();
        return seed == null || choice == 0 ? wanted : wanted.withSeed(seed + choice);
    }
}
