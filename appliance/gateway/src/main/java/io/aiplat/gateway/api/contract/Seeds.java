package io.aiplat.gateway.api.contract;

import io.aiplat.inference.chat.SamplingOptions;

/// Keeps several texts for one prompt apart.
public final class Seeds {
    private Seeds() {}

    /// The sampling of one of several texts: one seed would give the same text each time.
    ///
    /// @param choice which, from 0
    public static SamplingOptions of(SamplingOptions wanted, int choice) {
        Long seed = wanted.seed();
        return seed == null || choice == 0 ? wanted : wanted.withSeed(seed + choice);
    }
}
