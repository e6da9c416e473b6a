package io.aiplat.routing.choice;

import java.util.random.RandomGenerator;

/// Chooses one of several deployments. Sets of them are bits of a number, so that a choice allocates nothing.
sealed interface Chooser permits ByWeight, LeastBusy, LowestLatency, PrefixRing {
    /// The index of one of those that may be chosen.
    ///
    /// @param open   bit i for deployment i; never 0
    /// @param prefix hash of the prompt's beginning; [Router#NO_PREFIX] where it is not known
    int choose(long open, long prefix, RandomGenerator random);
}
