package io.aiplat.governance;

import io.aiplat.governance.key.Authentication;
import io.aiplat.governance.key.KeySnapshot;
import io.aiplat.governance.key.TokenHash;
import io.aiplat.governance.limit.BudgetLeft;
import io.aiplat.governance.shared.DatabaseAddress;
import io.aiplat.governance.shared.SharedKeySession;
import io.aiplat.governance.shared.SharedPace;
import io.aiplat.governance.store.Administration;
import io.aiplat.governance.store.GovernanceStore;
import io.aiplat.governance.wal.GovernanceIntervals;
import io.aiplat.governance.wal.WalRecoveryReport;
import io.aiplat.model.ApplianceException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Admission, budgets and spend: says for each request whether its key may make it, and counts its cost.
/// One process at a time has one for a store; others use [Administration].
///
/// ```
/// admit(token) ──► KeySnapshot ──► reserve(key, ask) ──► Reservation ──► settle | settleInFull | release
///      └─► Denial                        └─► Refusal                      (the first of them counts)
/// ```
///
/// Requests touch memory only. A thread of its own brings what they spend into the store, and changes of the
/// store to them.
public final class Governance implements AutoCloseable {
    private final Ledger ledger;
    private final Bookkeeper bookkeeper;
    private final Administration administration;
    private final StoredResponses responses;
    private final WalRecoveryReport recovery;

    private Governance(
            Ledger ledger,
            Bookkeeper bookkeeper,
            Administration administration,
            StoredResponses responses,
            WalRecoveryReport recovery) {
        this.ledger = ledger;
        this.bookkeeper = bookkeeper;
        this.administration = administration;
        this.responses = responses;
        this.recovery = recovery;
    }

    /// Opens a store for the process that serves requests, and takes in what an earlier one has left. The clock is
    /// believed whatever it says; where it goes back, budgets count what was spent later, too.
    ///
    /// @param folder   of the store, made when it is missing; for its owner only
    /// @param clock    the system's, in production
    /// @param random   a source nobody can predict, as `SecureRandom`; tokens are made of it
    /// @param listener hears of troubles in the background, and of shadow mode
    /// @throws ApplianceException GOVERNANCE_JOURNAL_IN_USE if another process has it open like this,
    ///     GOVERNANCE_JOURNAL_FOREIGN, GOVERNANCE_JOURNAL_DAMAGED, GOVERNANCE_JOURNAL_NOT_WRITTEN,
    ///     GOVERNANCE_STORE_NEWER, GOVERNANCE_STORE_UNREADABLE, GOVERNANCE_STORE_DAMAGED, GOVERNANCE_STORE_BEHIND,
    ///     GOVERNANCE_STORE_FOREIGN, GOVERNANCE_STORE_LOCKED, GOVERNANCE_DISK_FULL
    public static Governance open(
            Path folder,
            InstantSource clock,
            RandomGenerator random,
            GovernanceListener listener,
            GovernanceIntervals pace) {
        return open(new GovernanceStore(folder), clock, null, random, listener, pace);
    }

    /// The same where a clock that steps is put aside until it has held on: see docs/decisions/governance.md.
    ///
    /// @param nanos a monotonic clock, `System::nanoTime`
    public static Governance open(
            Path folder,
            InstantSource clock,
            LongSupplier nanos,
            RandomGenerator random,
            GovernanceListener listener,
            GovernanceIntervals pace) {
        return open(new GovernanceStore(folder), clock, nanos, random, listener, pace);
    }

    /// The same for tests: with another patience.
    static Governance open(
            GovernanceStore store,
            InstantSource clock,
            @Nullable LongSupplier nanos,
            RandomGenerator random,
            GovernanceListener listener,
            GovernanceIntervals pace) {
        LocalBookkeeper books = LocalBookkeeper.open(store, clock, nanos, random, listener, pace);
        Governance governance =
                new Governance(books.ledger(), books, books.administration(), books.responses(), books.recovery());
        books.start();
        listener.recovered(books.recovery());
        return governance;
    }

    /// Opens a store that several gateways share, for one of them. Time is the database's. Where the database goes
    /// away nothing is let through until it is back.
    ///
    /// @param folder   for what is of this gateway alone
    /// @param clock    the system's; only how it differs from the database's is read
    /// @param random   a source nobody can predict, as `SecureRandom`; tokens are made of it
    /// @param listener hears of troubles in the background, of gateways that died, and of shadow mode
    /// @throws ApplianceException GOVERNANCE_DATABASE_AWAY, GOVERNANCE_DATABASE_REFUSED, GOVERNANCE_DATABASE_FAILS,
    ///     GOVERNANCE_DATABASE_NEWER
    public static Governance open(
            DatabaseAddress database,
            Path folder,
            InstantSource clock,
            RandomGenerator random,
            GovernanceListener listener,
            SharedPace pace) {
        SharedBookkeeper books = SharedBookkeeper.open(database, clock, listener, pace);
        SharedLedger ledger = books.ledger();
        books.start();
        try {
            InstantSource shared = () -> Instant.ofEpochMilli(ledger.now());
            Administration administration =
                    Administration.open(new SharedKeySession(database, ledger::sync), shared, random);
            return new Governance(
                    ledger,
                    books,
                    administration,
                    new StoredResponses(folder, shared, listener),
                    new WalRecoveryReport(0, false, false));
        } catch (ApplianceException e) {
            books.stop();
            books.close();
            throw e;
        }
    }

    /// Looks up a token that a client presents. Costs a hash and a look into a map, whoever asks.
    ///
    /// @param token without `Bearer `
    public Authentication admit(CharSequence token) {
        return ledger.register().admit(TokenHash.of(token), ledger.expiry());
    }

    /// The same for a token that lies within a buffer.
    public Authentication admit(byte[] buffer, int from, int length) {
        return ledger.register().admit(TokenHash.of(buffer, from, length), ledger.expiry());
    }

    /// The same for the bytes of a token.
    public Authentication admit(byte[] token) {
        return admit(token, 0, token.length);
    }

    /// Reserves what a request may use at most: with its key, and with the key's user and team, or with none
    /// of them. The reservation has to be ended by its owner.
    public ReservationResult reserve(KeySnapshot key, ReservationRequest ask) {
        return ledger.reserve(key, ask);
    }

    /// Says whether a key may send a request whose body has not come yet: whether, with what is under way, it has a
    /// request left to make at once and in this minute, and anything left of its budgets. What the request asks is
    /// not known; [#reserve] looks at that.
    ///
    /// @param micros the least that any request costs, in micro-units: 0 where some model is free
    public BodyAdmission arrive(KeySnapshot key, long micros) {
        return ledger.arrive(key, micros);
    }

    /// Makes and changes keys; what it changes holds from the next request on.
    public Administration administration() {
        return administration;
    }

    /// Keeps so many responses from now on.
    ///
    /// @throws ApplianceException GOVERNANCE_RESPONSES_UNUSABLE
    public void keepResponses(StoredResponses.Bounds bounds) {
        responses.follow(bounds);
        responses.sweep(ledger.register().keysThatMayComeBack());
    }

    /// Responses that clients may go on with; none until [#keepResponses].
    public StoredResponses responses() {
        return responses;
    }

    /// What was found when this was opened.
    public WalRecoveryReport recovery() {
        return recovery;
    }

    /// What is left of each budget of each key, user and team. For metrics.
    public List<BudgetLeft> budgetsLeft() {
        return ledger.budgetsLeft();
    }

    /// Brings the store up to date. For tests: the background thread does it.
    void settleUp() throws SQLException, IOException {
        bookkeeper.settleUp();
    }

    /// Looks at the clock, and does what an earlier time that is believed asks for. For tests, as [#settleUp].
    void look() throws SQLException, IOException {
        bookkeeper.look();
    }

    /// Makes the store smaller. For tests, as [#settleUp].
    void compact() throws SQLException {
        bookkeeper.compact();
    }

    /// Why nothing is let through at the moment; null if requests are. For readiness.
    public @Nullable String failure() {
        return ledger.broken();
    }

    /// Writes what is left and lets the store go. Nothing is let through from here on; reservations that are
    /// open cannot be ended any more and are settled in full when the store is opened next.
    @Override
    public void close() {
        bookkeeper.stop();
        administration.close();
        bookkeeper.close();
    }
}
