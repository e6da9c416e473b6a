package io.aiplat.governance;

/// What a holder has spent already.
interface SpendHistory {
    /// Adds to an empty meter what counts in its window. Called with the holder's account locked, so that
    /// nothing is added meanwhile.
    BudgetMeter fill(BudgetMeter empty, Holder holder, long now);
}
