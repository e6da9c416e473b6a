package io.aiplat.model.spend;

/// Multiplying and dividing money.
final class Rounding {
    // Four of them still fit into a long.
    private static final long TOO_MUCH = Long.MAX_VALUE / 4;

    private Rounding() {}

    static long times(long count, long rate) {
        return rate != 0 && count > TOO_MUCH / rate ? TOO_MUCH : count * rate;
    }

    /// Divides and rounds up; a sum that has a part which did not fit is [Price#MOST].
    static long divided(long sum, long by) {
        return sum >= TOO_MUCH ? Price.MOST : sum / by + (sum % by == 0 ? 0 : 1);
    }
}
