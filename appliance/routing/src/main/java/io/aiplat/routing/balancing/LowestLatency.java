package io.aiplat.routing.balancing;

import java.util.random.RandomGenerator;

/// The one that began to answer soonest of late. One request in twenty goes by weight, and one that is not known yet
/// gets a request as long as it has none, since what was slow once would never be found to be quick again.
final class LowestLatency implements LoadBalancer {
    private static final int EXPLORES = 20;

    private final DeploymentHandle[] slots;
    private final WeightedRandom byWeight;
    private final LeastRequests leastBusy;

    LowestLatency(DeploymentHandle[] slots) {
        this.slots = slots;
        this.byWeight = new WeightedRandom(slots);
        this.leastBusy = new LeastRequests(slots);
    }

    @Override
    public int choose(long open, long prefix, RandomGenerator random) {
        if (random.nextInt(EXPLORES) == 0) {
            return byWeight.choose(open, prefix, random);
        }
        long least = Long.MAX_VALUE;
        int chosen = -1;
        for (long rest = open; rest != 0; rest &= rest - 1) {
            int i = Long.numberOfTrailingZeros(rest);
            DeploymentState condition = slots[i].condition();
            long nanos = condition.latency.nanos();
            boolean known = nanos > 0;
            if (!known && condition.claims() == 0) {
                return i;
            }
            if (known && nanos < least) {
                least = nanos;
                chosen = i;
            }
        }
        return chosen >= 0 ? chosen : leastBusy.choose(open, prefix, random);
    }
}
