package io.aiplat.routing.balancing;

import java.util.random.RandomGenerator;

/// Least requests: the one with the fewest for its weight; among equals one by chance.
final class LeastRequests implements LoadBalancer {
    private final DeploymentHandle[] slots;

    LeastRequests(DeploymentHandle[] slots) {
        this.slots = slots;
    }

    @Override
    public int choose(long open, long prefix, RandomGenerator random) {
        double least = Double.MAX_VALUE;
        int chosen = Long.numberOfTrailingZeros(open);
        int equals = 0;
        for (long rest = open; rest != 0; rest &= rest - 1) {
            int i = Long.numberOfTrailingZeros(rest);
            double load = slots[i].load();
            equals = load < least ? 1 : load > least ? equals : equals + 1;
            if (load < least || (load == least && random.nextInt(equals) == 0)) {
                least = load;
                chosen = i;
            }
        }
        return chosen;
    }
}
