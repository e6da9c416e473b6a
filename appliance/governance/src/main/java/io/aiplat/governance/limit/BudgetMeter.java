package io.aiplat.governance.limit;

import io.aiplat.model.spend.Budget;
import io.aiplat.model.spend.Window;
/// A budget and what is spent or reserved of it. What it has counted is good as long as time goes on; where the
/// clock went back, or a window begins into which something was dated beforehand, it is read anew from what is
/// written. Not safe for threads.

public final class BudgetMeter {
    // One more than the sixty a window is cut into: spend must count for the whole window and not less.
    private static final int SLOTS = 61;

    private final Budget budget;
    private final LimitOwner holder;
    private final SpendHistory past;
    private WindowCounter sum;
    private long readThrough;
    private boolean stale = true;

    /// One that reads what was spent when it is first asked.
    public BudgetMeter(Budget budget, LimitOwner holder, SpendHistory past) {
        this.budget = budget;
        this.holder = holder;
        this.past = past;
        this.sum = empty(budget.window());
    }

    private BudgetMeter(Budget budget, BudgetMeter known) {
        this.budget = budget;
        this.holder = known.holder;
        this.past = known.past;
        this.sum = known.sum;
        this.readThrough = known.readThrough;
        this.stale = known.stale;
    }

    static WindowCounter empty(Window window) {
        return switch (window) {
            case Window.Calendar calendar -> new CalendarCounter(calendar);
            case Window.Rolling(var length) ->
                new SlidingCounter(SLOTS, length.toMillis() / (SLOTS - 1), Long.MIN_VALUE);
        };
    }

    /// The budget whose spend it counts.
    public Budget budget() {
        return budget;
    }

    /// The same spend under another amount for the same window.
    public BudgetMeter with(Budget changed) {
        return new BudgetMeter(changed, this);
    }

    /// What counts, in micro-units.
    ///
    /// @param from the time that decides which window it is
    /// @throws io.aiplat.model.ApplianceException GOVERNANCE_STORE_UNREADABLE and its like, where it has to be read
    public long total(long from) {
        if (stale || !sum.covers(from)) {
            sum = empty(budget.window());
            stale = true;
            readThrough = past.fill(sum, budget.window(), holder, from);
            stale = false;
        }
        return sum.total(from);
    }

    /// Counts a reservation.
    ///
    /// @param dated the time that is written of it
    public void reserve(long from, long dated, long micros) {
        if (!stale && sum.covers(from)) {
            sum.add(from, dated, micros);
        } else {
            stale = true;
        }
    }

    /// Changes what was counted for a reservation.
    ///
    /// @param from     that of [#reserve]
    /// @param sequence the number of the reservation
    public void settle(long from, long sequence, long by) {
        if (sequence > readThrough) {
            sum.correct(from, by);
        } else if (by != 0) {
            // It was read from what is written, and may have come into another slot.
            stale = true;
        }
    }

    /// How long until so much counts at most, if nothing is added.
    public long millisUntil(long from, long atMost) {
        return sum.millisUntil(from, atMost);
    }
}
