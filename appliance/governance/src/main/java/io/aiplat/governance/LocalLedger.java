package io.aiplat.governance;

import io.aiplat.governance.key.KeySnapshot;
import io.aiplat.governance.limit.BudgetLeft;
import io.aiplat.governance.spend.LedgerEntry;
import io.aiplat.governance.store.StoreFailures;
import io.aiplat.governance.store.WalException;
import io.aiplat.governance.wal.WriteAheadLog;
import io.aiplat.model.ApplianceException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Ledger of one process. All in memory but for one store into the mapped journal, which is made while the accounts
/// are locked: so whoever holds an account's lock knows that the journal holds all its account has.
final class LocalLedger extends Ledger {
    private final LedgerClock clock;
    private final WriteAheadLog journal;

    LocalLedger(LedgerClock clock, WriteAheadLog journal, GovernanceListener listener) {
        super(listener);
        this.clock = clock;
        this.journal = journal;
    }

    @Override
    long now() {
        return clock.trusted();
    }

    @Override
    long expiry() {
        long wall = clock.wall();
        return Math.max(wall, clock.trusted(wall));
    }

    /// The time that budgets count from: the earlier one where the clock is in doubt.
    long from() {
        long wall = clock.wall();
        return Math.min(wall, clock.trusted(wall));
    }

    @Override
    List<BudgetLeft> budgetsLeft() {
        List<BudgetLeft> left = new ArrayList<>();
        long from = from();
        for (Account account : register().accounts().values()) {
            account.lock.lock();
            try {
                left.addAll(account.budgetsLeft(from));
            } catch (ApplianceException e) {
                // A figure that cannot be read is left out, and the reason is said where requests are refused.
                breakdown(e.problem());
            } finally {
                account.lock.unlock();
            }
        }
        return left;
    }

    /// Nothing is written: an upload that dies with the process was none.
    @Override
    BodyAdmission arrive(KeySnapshot key, long micros) {
        String reason = broken();
        if (reason != null) {
            return DenialMessages.unreadable(reason);
        }
        KeyAccounts standing = register().standings().get(key.holder().id());
        if (standing == null || expiry() >= standing.validUntil()) {
            return DenialMessages.keyGone(key.name());
        }
        return alone(standing, refusal -> refusal, (now, from) -> {
            // A key whose limits only report reports once, when it is known what it asks.
            RequestDenied refusal = standing.key().shadow() ? null : standing.refusal(micros, now, from);
            if (refusal != null) {
                return refusal.with(standing.rates(now));
            }
            standing.arriving();
            return new Upload(standing);
        });
    }

    @Override
    ReservationResult reserve(KeySnapshot key, ReservationRequest ask) {
        String reason = broken();
        if (reason != null) {
            return DenialMessages.unreadable(reason);
        }
        KeyAccounts standing = register().standings().get(key.holder().id());
        if (standing == null || expiry() >= standing.validUntil()) {
            return DenialMessages.keyGone(key.name());
        }
        long micros = ask.price().bound(ask.inputTokens(), ask.outputTokens(), ask.gpuTime());
        return alone(standing, refusal -> refusal, (now, from) -> {
            RequestDenied refusal = standing.refusal(ask, micros, now, from);
            if (refusal != null && !standing.key().shadow()) {
                return refusal.with(standing.rates(now));
            }
            return reserve(standing, ask, micros, now, from, refusal);
        });
    }

    /// What is done to the accounts of a key while nobody else does.
    ///
    /// @param <T> what comes of it
    @FunctionalInterface
    private interface Turn<T> {
        /// @param now  by the clock that is trusted, epoch milliseconds
        /// @param from the time that budgets count from
        T at(long now, long from) throws WalException;
    }

    /// Refuses where the journal takes nothing, or what was spent could not be read anew after the clock went back.
    ///
    /// @param <T>     what comes of it
    /// @param refused what a refusal is among that
    private <T> T alone(KeyAccounts standing, Function<RequestDenied, T> refused, Turn<T> turn) {
        standing.lock();
        try {
            long wall = clock.wall();
            long now = clock.trusted(wall);
            return turn.at(now, Math.min(wall, now));
        } catch (WalException e) {
            breakdown(StoreFailures.problem(journal.folder(), e));
            return refused.apply(DenialMessages.unreadable(e.reason()));
        } catch (ApplianceException e) {
            breakdown(e.problem());
            return refused.apply(DenialMessages.unreadable(e.problem().what()));
        } finally {
            standing.unlock();
        }
    }

    private Reservation reserve(
            KeyAccounts standing,
            ReservationRequest ask,
            long micros,
            long now,
            long from,
            @Nullable RequestDenied overlooked)
            throws WalException {
        KeySnapshot key = standing.key();
        LedgerEntry reserved = reserved(journal.nextSequence(), standing, ask, micros, now);
        journal.append(reserved);
        List<Account> accounts = standing.accounts();
        for (int i = 0; i < accounts.size(); i++) {
            accounts.get(i).reserve(now, from, ask.tokens(), micros);
        }
        if (overlooked != null) {
            listener.shadowed(key, overlooked);
        }
        return new Reservation(this, standing, ask, reserved, from, standing.rates(now), overlooked);
    }

    @Override
    boolean settle(KeyAccounts standing, LedgerEntry reserved, long from, LedgerEntry ending, long tokens) {
        standing.lock();
        try {
            journal.append(ending);
            close(standing, reserved, from, ending, tokens);
            return true;
        } catch (WalException e) {
            breakdown(StoreFailures.problem(journal.folder(), e));
            close(standing, reserved, from, reserved, reserved.tokens());
            return false;
        } finally {
            standing.unlock();
        }
    }

    @Override
    ReservationResult again(
            KeyAccounts standing,
            ReservationRequest ask,
            LedgerEntry reserved,
            long before,
            LedgerEntry ending,
            long tokens) {
        long micros = ask.price().bound(ask.inputTokens(), ask.outputTokens(), ask.gpuTime());
        return alone(standing, refusal -> refusal, (now, from) -> {
            journal.append(ending);
            close(standing, reserved, before, ending, tokens, false);
            boolean gone =
                    !register().standings().containsKey(standing.key().holder().id());
            RequestDenied refusal =
                    gone ? DenialMessages.keyGone(standing.key().name()) : standing.refusal(ask, micros, now, from);
            if (refusal != null && (gone || !standing.key().shadow())) {
                standing.accounts().forEach(account -> account.asked(reserved.at()));
                return refusal;
            }
            return reserve(standing, ask, micros, now, from, refusal);
        });
    }

    private static void close(KeyAccounts standing, LedgerEntry reserved, long from, LedgerEntry ending, long tokens) {
        close(standing, reserved, from, ending, tokens, ending.kind() != LedgerEntry.Kind.RELEASED);
    }

    private static void close(
            KeyAccounts standing, LedgerEntry reserved, long from, LedgerEntry ending, long tokens, boolean ran) {
        for (Account account : standing.accounts()) {
            account.settle(reserved, from, tokens, ending.micros(), ran);
        }
    }
}
