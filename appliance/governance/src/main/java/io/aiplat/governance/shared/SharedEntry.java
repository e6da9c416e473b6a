package io.aiplat.governance.shared;

import io.aiplat.governance.spend.LedgerEntry;

/// Entry of a shared log.
///
/// @param position its place in the log; that of a reservation is its number, too
/// @param gateway  who wrote it
/// @param entry    what it says
/// @param counted  of an end: whether the request still counts as one, for limits per minute. It does not where it
///     never ran, or where another attempt stands for it
public record SharedEntry(long position, long gateway, LedgerEntry entry, boolean counted) {
    /// What says that a request counts that an earlier entry took back, because no other attempt came to stand for it.
    public static SharedEntry recount(long position, long gateway, LedgerEntry reserved) {
        LedgerEntry again = new LedgerEntry(
                LedgerEntry.Kind.RELEASED,
                0,
                reserved.key(),
                reserved.user(),
                reserved.team(),
                reserved.label(),
                0,
                reserved.at(),
                0,
                0,
                0);
        return new SharedEntry(position, gateway, again, true);
    }

    /// Whether it is such a one.
    public boolean isRecount() {
        return entry.sequence() == 0;
    }
}
