package io.aiplat.routing.choice;

import java.util.random.RandomGenerator;

/// The one with the fewest requests for its weight; among equals one by chance, so that idle ones share the work.
final class LeastBusy implements Chooser {
    private final Slot[] slots;

    LeastBusy(Slot[] slots) {
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
