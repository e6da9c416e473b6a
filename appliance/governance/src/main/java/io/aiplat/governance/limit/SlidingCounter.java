package io.aiplat.governance.limit;

import java.util.Arrays;

/// What was counted in the last so many slots of time, the current one included. Not safe for threads.
public final class SlidingCounter implements WindowCounter {
    // A clock that was set back by less than this many slots counts in the slot it was in before.
    private static final int HOLD = 2;

    private final long slotMillis;
    private final long since;
    private final long[] slots;
    private long current = Long.MIN_VALUE;
    private long latestUsed;
    private long latestDated = Long.MIN_VALUE;
    private long total;

    /// An empty one.
    ///
    /// @param since what happened before this is not in it and cannot be taken back from it, epoch
    ///     milliseconds
    public SlidingCounter(int slots, long slotMillis, long since) {
        this.slots = new long[slots];
        this.slotMillis = slotMillis;
        this.since = since;
    }

    @Override
    public boolean covers(long now) {
        long slot = slot(now);
        return current == Long.MIN_VALUE
                || (slot >= current - HOLD && (slot <= current || slot(latestDated) <= current));
    }

    @Override
    public long total(long now) {
        advance(now);
        return total;
    }

    @Override
    public void add(long now, long dated, long by) {
        advance(now);
        latestDated = Math.max(latestDated, dated);
        count(current, by);
    }

    @Override
    public void correct(long at, long by) {
        long slot = slot(at);
        if (slot > current) {
            // From before the clock was set back. It is in the total; what is given back of it may be another's.
            if (by > 0) {
                count(current, by);
            }
        } else if (at >= since && slot > current - slots.length) {
            count(slot, by);
        }
    }

    @Override
    public void fill(long now, long dated, long by) {
        advance(now);
        latestDated = Math.max(latestDated, dated);
        long slot = Math.min(slot(dated), current);
        if (slot > current - slots.length) {
            count(slot, by);
        }
    }

    private void count(long slot, long by) {
        slots[index(slot)] = Saturating.sum(slots[index(slot)], by);
        total = Saturating.sum(total, by);
        latestUsed = Math.max(latestUsed, slot);
    }

    @Override
    public long millisUntil(long now, long atMost) {
        advance(now);
        long left = total;
        for (long slot = current - slots.length + 1; slot <= current; slot++) {
            if (left <= atMost) {
                return Math.max(0, slot == current - slots.length + 1 ? 0 : leaves(slot - 1) - now);
            }
            left -= slots[index(slot)];
        }
        return leaves(current) - now;
    }

    /// How long until nothing counts any more, if nothing is added. At most a slot too long, and cheap.
    public long millisUntilEmpty(long now) {
        return total(now) == 0 ? 0 : leaves(latestUsed) - now;
    }

    // When a slot is no longer one of the last.
    private long leaves(long slot) {
        return (slot + slots.length) * slotMillis;
    }

    private void advance(long now) {
        long slot = slot(now);
        if (slot <= current && slot >= current - HOLD) {
            return;
        }
        if (slot < current) {
            // A clock that went back brings no old slots back: all that counts begins to count anew.
            Arrays.fill(slots, 0);
            slots[index(slot)] = total;
            latestUsed = slot;
        } else if (current == Long.MIN_VALUE || slot - current >= slots.length) {
            Arrays.fill(slots, 0);
            total = 0;
        } else {
            for (long old = current + 1; old <= slot; old++) {
                total -= slots[index(old)];
                slots[index(old)] = 0;
            }
        }
        current = slot;
    }

    private long slot(long millis) {
        return Math.floorDiv(millis, slotMillis);
    }

    private int index(long slot) {
        return (int) Math.floorMod(slot, (long) slots.length);
    }
}
