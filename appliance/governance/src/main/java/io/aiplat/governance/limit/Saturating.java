package io.aiplat.governance.limit;

/// Saturating arithmetic: a sum of money or tokens that does not fit stays at the greatest number, which no budget
/// allows, and never comes out small or negative.
public final class Saturating {
    private Saturating() {}

    /// The sum; the greatest or the least number where it does not fit.
    public static long sum(long one, long other) {
        long sum = one + other;
        // Overflow gives the sum another sign than both have.
        return ((one ^ sum) & (other ^ sum)) < 0 ? (one < 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : sum;
    }
}
