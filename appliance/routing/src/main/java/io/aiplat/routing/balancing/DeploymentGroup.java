package io.aiplat.routing.balancing;

import io.aiplat.routing.Deployment;
import io.aiplat.routing.Strategy;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Priority group: the deployments of one order of a route.
final class DeploymentGroup {
    private final DeploymentHandle[] slots;
    private final LoadBalancer chooser;

    DeploymentGroup(List<DeploymentHandle> slots, Strategy strategy) {
        this.slots = slots.toArray(DeploymentHandle[]::new);
        this.chooser = switch (strategy) {
            case WEIGHTED -> new WeightedRandom(this.slots);
            case LEAST_BUSY -> new LeastRequests(this.slots);
            case LOWEST_LATENCY -> new LowestLatency(this.slots);
            case PREFIX -> new PrefixAffinity(this.slots);
        };
    }

    /// A deployment that counts the request in already; null where none of this group can take it.
    ///
    /// @param model what the name has in place of a wildcard; empty where there is none
    @Nullable
    Lease choose(String model, long prefix, Set<Deployment> tried, RandomGenerator random, long now) {
        // One that another thread took meanwhile is left out, so this ends.
        long open = open(model, tried, now);
        while (open != 0) {
            long free = withPlace(open);
            int i = chooser.choose(free != 0 ? free : open, prefix, random);
            Lease lease = Lease.on(slots[i], model, now);
            if (lease != null) {
                return lease;
            }
            open &= ~(1L << i);
        }
        return null;
    }

    private long open(String model, Set<Deployment> tried, long now) {
        long open = 0;
        for (int i = 0; i < slots.length; i++) {
            DeploymentHandle slot = slots[i];
            if (slot.condition().claims() < slot.most()
                    && slot.condition().allows(model, now)
                    && (tried.isEmpty() || !tried.contains(slot.deployment()))) {
                open |= 1L << i;
            }
        }
        return open;
    }

    private long withPlace(long open) {
        long free = 0;
        for (long rest = open; rest != 0; rest &= rest - 1) {
            int i = Long.numberOfTrailingZeros(rest);
            free |= slots[i].hasPlace() ? 1L << i : 0;
        }
        return free;
    }

    List<DeploymentHandle> slots() {
        return List.of(slots);
    }
}
