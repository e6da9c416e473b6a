package io.aiplat.governance;

import io.aiplat.model.Problem;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The path every request takes. All in memory but for one store into the mapped journal, which is made while
/// the accounts are locked: so whoever holds an account's lock knows that the journal holds all its account
/// has.
final class Ledger {
    private final InstantSource clock;
    private final Journal journal;
    private final GovernanceListener listener;
    private volatile Register register = Register.EMPTY;
    private volatile @Nullable String broken;

    Ledger(InstantSource clock, Journal journal, GovernanceListener listener) {
        this.clock = clock;
        this.journal = journal;
        this.listener = listener;
    }

    long now() {
        return clock.millis();
    }

    Register register() {
        return register;
    }

    void register(Register next) {
        register = next;
    }

    /// Lets nothing through from here on.
    void breakdown(Problem problem) {
        boolean news = broken == null;
        broken = problem.what();
        if (news) {
            listener.storeFailed(problem);
        }
    }

    /// Lets requests through again.
    void repaired() {
        if (broken != null) {
            broken = null;
            listener.storeRecovered();
        }
    }

    @Nullable
    String broken() {
        return broken;
    }

    List<BudgetLeft> budgetsLeft() {
        List<BudgetLeft> left = new ArrayList<>();
        long now = now();
        for (Account account : register.accounts().values()) {
            account.lock.lock();
            try {
                left.addAll(account.budgetsLeft(now));
            } finally {
                account.lock.unlock();
            }
        }
        return left;
    }

    /// Nothing is written: an upload that dies with the process was none.
    Arrival arrive(KeySnapshot key, long micros) {
        String reason = broken;
        if (reason != null) {
            return Refusals.unreadable(reason);
        }
        Standing standing = register.standings().get(key.holder().id());
        if (standing == null || now() >= standing.validUntil()) {
            return Refusals.keyGone(key.name());
        }
        standing.lock();
        try {
            long now = now();
            // A key whose limits only report reports once, when it is known what it asks.
            Refusal refusal = standing.key().shadow() ? null : standing.refusal(micros, now);
            if (refusal != null) {
                return refusal.with(standing.rates(now));
            }
            standing.arriving();
            return new Upload(standing);
        } finally {
            standing.unlock();
        }
    }

    Decision reserve(KeySnapshot key, Ask ask) {
        String reason = broken;
        if (reason != null) {
            return Refusals.unreadable(reason);
        }
        Standing standing = register.standings().get(key.holder().id());
        if (standing == null || now() >= standing.validUntil()) {
            return Refusals.keyGone(key.name());
        }
        long micros = ask.price().bound(ask.inputTokens(), ask.outputTokens(), ask.gpuTime());
        standing.lock();
        try {
            long now = now();
            Refusal refusal = standing.refusal(ask, micros, now);
            if (refusal != null && !standing.key().shadow()) {
                return refusal.with(standing.rates(now));
            }
            return reserve(standing, ask, micros, now, refusal);
        } catch (JournalException e) {
            breakdown(StoreFailures.problem(journal.folder(), e));
            return Refusals.unreadable(e.reason());
        } finally {
            standing.unlock();
        }
    }

    private Reservation reserve(Standing standing, Ask ask, long micros, long now, @Nullable Refusal overlooked)
            throws JournalException {
        KeySnapshot key = standing.key();
        Entry reserved = new Entry(
                Entry.Kind.RESERVED,
                journal.nextSequence(),
                key.holder().id(),
                standing.user(),
                standing.team(),
                new Label(ask.model(), Tags.union(key.tags(), ask.tags())),
                micros,
                now,
                (int) ask.inputTokens(),
                (int) ask.outputTokens(),
                0);
        journal.append(reserved);
        List<Account> accounts = standing.accounts();
        for (int i = 0; i < accounts.size(); i++) {
            accounts.get(i).reserve(now, ask.tokens(), micros);
        }
        if (overlooked != null) {
            listener.shadowed(key, overlooked);
        }
        return new Reservation(this, standing, ask, reserved, standing.rates(now), overlooked);
    }

    /// Puts the end of a reservation in the place of what was reserved.
    ///
    /// @return false if the journal did not take it; then all that was reserved stays charged
    boolean settle(Standing standing, Entry reserved, Entry ending, long tokens) {
        standing.lock();
        try {
            journal.append(ending);
            close(standing, reserved, ending, tokens);
            return true;
        } catch (JournalException e) {
            breakdown(StoreFailures.problem(journal.folder(), e));
            close(standing, reserved, reserved, reserved.tokens());
            return false;
        } finally {
            standing.unlock();
        }
    }

    /// Settles what one attempt of a request has used, and reserves the same for the next. No other request comes in
    /// between, and the two attempts are one request, for limits per minute and at the same time.
    Decision again(Standing standing, Ask ask, Entry reserved, Entry ending, long tokens) {
        standing.lock();
        try {
            journal.append(ending);
            close(standing, reserved, ending, tokens, false);
            long now = now();
            long micros = ask.price().bound(ask.inputTokens(), ask.outputTokens(), ask.gpuTime());
            boolean gone = !register.standings().containsKey(standing.key().holder().id());
            Refusal refusal = gone
                    ? Refusals.keyGone(standing.key().name())
                    : standing.refusal(ask, micros, now);
            if (refusal != null && (gone || !standing.key().shadow())) {
                standing.accounts().forEach(account -> account.asked(reserved.at()));
                return refusal;
            }
            return reserve(standing, ask, micros, now, refusal);
        } catch (JournalException e) {
            breakdown(StoreFailures.problem(journal.folder(), e));
            return Refusals.unreadable(e.reason());
        } finally {
            standing.unlock();
        }
    }

    private static void close(Standing standing, Entry reserved, Entry ending, long tokens) {
        close(standing, reserved, ending, tokens, ending.kind() != Entry.Kind.RELEASED);
    }

    private static void close(Standing standing, Entry reserved, Entry ending, long tokens, boolean ran) {
        for (Account account : standing.accounts()) {
            account.settle(reserved, tokens, ending.micros(), ran);
        }
    }
}
