package io.aiplat.routing.balancing;

import java.util.random.RandomGenerator;

/// Load balancer: chooses one of several deployments.
/// Sets of them are bits of a number, so that a choice allocates nothing.
sealed interface LoadBalancer permits WeightedRandom, LeastRequests, LowestLatency, PrefixAffinity {
    /// The index of one of those that may be chosen.
    ///
    /// @param open   bit i for deployment i; never 0
    /// @param prefix hash of the prompt's beginning; [Router#NO_PREFIX] where it is not known
    int choose(long open, long prefix, RandomGenerator random);
}
