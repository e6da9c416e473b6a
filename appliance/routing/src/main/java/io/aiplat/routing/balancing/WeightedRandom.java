package io.aiplat.routing.balancing;

import java.util.random.RandomGenerator;

/// Weighted random choice: by chance, in proportion to the weights.
final class WeightedRandom implements LoadBalancer {
    private final DeploymentHandle[] slots;

    WeightedRandom(DeploymentHandle[] slots) {
        this.slots = slots;
    }

    @Override
    public int choose(long open, long prefix, RandomGenerator random) {
        if (Long.bitCount(open) == 1) {
            return Long.numberOfTrailingZeros(open);
        }
        int sum = 0;
        for (long rest = open; rest != 0; rest &= rest - 1) {
            sum += weight(rest);
        }
        int drawn = random.nextInt(sum);
        long rest = open;
        while (drawn >= weight(rest)) {
            drawn -= weight(rest);
            rest &= rest - 1;
        }
        return Long.numberOfTrailingZeros(rest);
    }

    private int weight(long rest) {
        return slots[Long.numberOfTrailingZeros(rest)].deployment().weight();
    }
}
