package io.aiplat.routing.balancing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/// Prefix affinity by consistent hashing with bounded loads: prompts that begin alike meet the same deployment, whose
/// cache knows that beginning, unless it has more than 1.25 times its share to do; then the next on the ring. When
/// one comes or goes, only the prompts it takes or leaves move.
///
/// After Mirrokni, Thorup and Zadimoghaddam, *Consistent Hashing with Bounded Loads*,
/// <https://arxiv.org/abs/1608.01350>.
final class PrefixAffinity implements LoadBalancer {
    private static final double BOUND = 1.25;
    /// Points on the ring for each unit of the smallest weight: enough that shares differ by a few percent only.
    private static final int POINTS = 160;
    private static final int MOST_POINTS = 16_384;

    private final DeploymentHandle[] slots;
    private final LeastRequests leastBusy;
    private final long[] points;
    private final byte[] owners;

    private record Point(long hash, byte owner) {}

    PrefixAffinity(DeploymentHandle[] slots) {
        this.slots = slots;
        this.leastBusy = new LeastRequests(slots);
        long sum = Arrays.stream(slots).mapToLong(s -> s.deployment().weight()).sum();
        double each = Math.min(POINTS, (double) MOST_POINTS / sum);
        List<Point> ring = new ArrayList<>();
        for (byte i = 0; i < slots.length; i++) {
            long seed = hash(slots[i].deployment().upstream() + "\n"
                    + slots[i].deployment().model());
            int count =
                    (int) Math.max(1, Math.round(each * slots[i].deployment().weight()));
            for (int n = 0; n < count; n++) {
                ring.add(new Point(mix(seed + n), i));
            }
        }
        ring.sort(Comparator.comparingLong(Point::hash));
        points = ring.stream().mapToLong(Point::hash).toArray();
        owners = new byte[points.length];
        for (int i = 0; i < owners.length; i++) {
            owners[i] = ring.get(i).owner();
        }
    }

    @Override
    public int choose(long open, long prefix, RandomGenerator random) {
        if (prefix == Router.NO_PREFIX || Long.bitCount(open) == 1) {
            return leastBusy.choose(open, prefix, random);
        }
        double perWeight = loadPerWeight(open);
        int found = Arrays.binarySearch(points, mix(prefix));
        int at = found >= 0 ? found : -found - 1;
        long left = open;
        for (int step = 0; step < points.length && left != 0; step++) {
            int i = owners[(at + step) % points.length];
            long bit = 1L << i;
            if ((left & bit) != 0) {
                if (slots[i].condition().claims() + 1
                        <= Math.ceil(perWeight * slots[i].deployment().weight())) {
                    return i;
                }
                left &= ~bit;
            }
        }
        // The bounds add up to more than the load, so that only others who chose meanwhile can fill them all.
        return leastBusy.choose(open, prefix, random);
    }

    /// How much each may have to do for a unit of its weight.
    private double loadPerWeight(long open) {
        long claims = 1;
        long weights = 0;
        for (long rest = open; rest != 0; rest &= rest - 1) {
            DeploymentHandle slot = slots[Long.numberOfTrailingZeros(rest)];
            claims += slot.condition().claims();
            weights += slot.deployment().weight();
        }
        return BOUND * claims / weights;
    }

    private static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return mix(hash);
    }

    /// Spreads near numbers over all numbers (the finaliser of SplitMix64).
    private static long mix(long number) {
        long z = number + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
