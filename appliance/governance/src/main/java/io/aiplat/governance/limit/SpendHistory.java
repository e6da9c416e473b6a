package io.aiplat.governance.limit;

import io.aiplat.model.spend.Window;
/// What was spent before, as it is written.

public interface SpendHistory {
    /// Adds to an empty sum what counts at a time, reservations that have not ended included. What is dated later
    /// counts as well: it was spent by then, whatever the clock said.
    ///
    /// @return the number of the last reservation that may be in it
    /// @throws io.aiplat.model.ApplianceException GOVERNANCE_STORE_UNREADABLE and its like
    long fill(WindowCounter sum, Window window, LimitOwner holder, long now);
}
