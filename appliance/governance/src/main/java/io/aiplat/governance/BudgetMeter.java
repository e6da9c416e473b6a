package io.aiplat.governance;

/// A budget and what is spent or reserved of it. Not safe for threads.
///
/// @param sum what counts in the budget's window, in micro-units
record BudgetMeter(Budget budget, Sum sum) {
    // One more than the sixty a window is cut into: spend must count for the whole window and not less.
    private static final int SLOTS = 61;

    static BudgetMeter empty(Budget budget) {
        Sum sum = switch (budget.window()) {
            case Window.Calendar calendar -> new CalendarSum(calendar);
            case Window.Rolling(var length) -> new SlidingSum(SLOTS, length.toMillis() / (SLOTS - 1), 0);
        };
        return new BudgetMeter(budget, sum);
    }

    /// The same spend under another amount for the same window.
    BudgetMeter with(Budget changed) {
        return new BudgetMeter(changed, sum);
    }
}
