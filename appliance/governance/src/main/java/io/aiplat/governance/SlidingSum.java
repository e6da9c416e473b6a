package io.aiplat.governance;

import java.util.Arrays;

/// What was counted in the last so many slots of time, the current one included. Not safe for threads.
final class SlidingSum implements Sum {
    private final long slotMillis;
    private final long since;
    private final long[] slots;
    private long latest;
    private long latestUsed;
    private long total;

    /// An empty one.
    ///
    /// @param since what happened before this is not in it and cannot be taken back from it, epoch
    ///     milliseconds
    SlidingSum(int slots, long slotMillis, long since) {
        this.slots = new long[slots];
        this.slotMillis = slotMillis;
        this.since = since;
    }

    @Override
    public long total(long now) {
        advance(now);
        return total;
    }

    @Override
    public void change(long at, long by) {
        advance(at);
        long slot = at / slotMillis;
        if (at >= since && slot > latest - slots.length) {
            slots[index(slot)] = Saturating.sum(slots[index(slot)], by);
            total = Saturating.sum(total, by);
            latestUsed = Math.max(latestUsed, slot);
        }
    }

    @Override
    public long millisUntil(long now, long atMost) {
        advance(now);
        long left = total;
        for (long slot = latest - slots.length + 1; slot <= latest; slot++) {
            if (left <= atMost) {
                return Math.max(0, slot == latest - slots.length + 1 ? 0 : leaves(slot - 1) - now);
            }
            left -= slots[index(slot)];
        }
        return leaves(latest) - now;
    }

    /// How long until nothing counts any more, if nothing is added. At most a slot too long, and cheap.
    long millisUntilEmpty(long now) {
        return total(now) == 0 ? 0 : leaves(latestUsed) - now;
    }

    // When a slot is no longer one of the last.
    private long leaves(long slot) {
        return (slot + slots.length) * slotMillis;
    }

    // A clock that went back does not bring old slots back.
    private void advance(long now) {
        long slot = now / slotMillis;
        if (slot <= latest) {
            return;
        }
        if (slot - latest >= slots.length) {
            Arrays.fill(slots, 0);
            total = 0;
        } else {
            for (long old = latest + 1; old <= slot; old++) {
                total -= slots[index(old)];
                slots[index(old)] = 0;
            }
        }
        latest = slot;
    }

    private int index(long slot) {
        return (int) Math.floorMod(slot, (long) slots.length);
    }
}
