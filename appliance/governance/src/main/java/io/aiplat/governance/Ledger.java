package io.aiplat.governance;

import io.aiplat.governance.key.KeySnapshot;
import io.aiplat.governance.key.Tags;
import io.aiplat.governance.limit.BudgetLeft;
import io.aiplat.governance.spend.LedgerEntry;
import io.aiplat.governance.spend.SpendDimension;
import io.aiplat.model.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Ledger of reservations and spend, on the path that every request takes: that of one process, or one that several
/// gateways share. A class and not an interface, because where only one of its kinds is loaded the JVM then knows what
/// is called.
abstract class Ledger {
    final GovernanceListener listener;
    private volatile KeyIndex register = KeyIndex.EMPTY;
    private volatile @Nullable String broken;

    Ledger(GovernanceListener listener) {
        this.listener = listener;
    }

    /// By the clock that is trusted, epoch milliseconds.
    abstract long now();

    /// The time that keys and tokens expire by: the later one where the clock is in doubt.
    abstract long expiry();

    /// Says whether a key may send a body.
    abstract BodyAdmission arrive(KeySnapshot key, long micros);

    /// Reserves what a request may use at most.
    abstract ReservationResult reserve(KeySnapshot key, ReservationRequest ask);

    /// Puts the end of a reservation in the place of what was reserved.
    ///
    /// @param from the time that budgets counted from when it was made
    /// @return false if it is not recorded; then all that was reserved stays charged
    abstract boolean settle(KeyAccounts standing, LedgerEntry reserved, long from, LedgerEntry ending, long tokens);

    /// Settles what one attempt of a request has used, and reserves the same for the next. No other request comes
    /// in between, and the two attempts are one request, for limits per minute and at the same time.
    ///
    /// @param before the time that budgets counted from when the first was reserved
    abstract ReservationResult again(
            KeyAccounts standing,
            ReservationRequest ask,
            LedgerEntry reserved,
            long before,
            LedgerEntry ending,
            long tokens);

    /// What is left of each budget.
    abstract List<BudgetLeft> budgetsLeft();

    /// The entry of a reservation.
    ///
    /// @param now epoch milliseconds
    static LedgerEntry reserved(long sequence, KeyAccounts standing, ReservationRequest ask, long micros, long now) {
        KeySnapshot key = standing.key();
        return new LedgerEntry(
                LedgerEntry.Kind.RESERVED,
                sequence,
                key.holder().id(),
                standing.user(),
                standing.team(),
                new SpendDimension(ask.model(), Tags.union(key.tags(), ask.tags())),
                micros,
                now,
                (int) ask.inputTokens(),
                (int) ask.outputTokens(),
                0);
    }

    final KeyIndex register() {
        return register;
    }

    final void register(KeyIndex next) {
        register = next;
    }

    /// Lets nothing through from here on.
    final void breakdown(Problem problem) {
        boolean news = broken == null;
        broken = problem.what();
        if (news) {
            listener.storeFailed(problem);
        }
    }

    /// Lets requests through again.
    final void repaired() {
        if (broken != null) {
            broken = null;
            listener.storeRecovered();
        }
    }

    final @Nullable String broken() {
        return broken;
    }
}
