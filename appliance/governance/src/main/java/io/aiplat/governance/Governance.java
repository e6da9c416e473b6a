package io.aiplat.governance;

import io.aiplat.governance.key.Authentication;
import io.aiplat.governance.key.KeySnapshot;
import io.aiplat.governance.key.TokenHash;
import io.aiplat.governance.limit.BudgetLeft;
import io.aiplat.governance.store.Administration;
import io.aiplat.governance.store.GovernanceStore;
import io.aiplat.governance.store.SpendStore;
import io.aiplat.governance.store.StoreFailures;
import io.aiplat.governance.store.WalException;
import io.aiplat.governance.wal.Checkpointer;
import io.aiplat.governance.wal.GovernanceIntervals;
import io.aiplat.governance.wal.WalRecovery;
import io.aiplat.governance.wal.WalRecoveryReport;
import io.aiplat.governance.wal.WriteAheadLog;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.FatalErrors;
import io.aiplat.store.LockFile;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
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
    private final LockFile lock;
    private final WriteAheadLog journal;
    private final Checkpointer fold;
    private final Ledger ledger;
    private final WalRecoveryReport recovery;
    private final Administration administration;
    private final CheckpointWorker keeper;
    private final Thread thread;
    private final GovernanceStore store;
    private final StoredResponses responses;
    private final Object reloading = new Object();

    private Governance(
            GovernanceStore store,
            InstantSource wall,
            @Nullable LongSupplier nanos,
            RandomGenerator random,
            GovernanceListener listener,
            GovernanceIntervals pace,
            LockFile lock,
            Connection connection)
            throws SQLException, IOException, WalException {
        this.store = store;
        this.lock = lock;
        SpendStore books = new SpendStore(connection);
        WalRecovery replay = WalRecovery.run(store.journal(), books);
        this.recovery = replay.recovery();
        this.journal = new WriteAheadLog(store.journal(), replay.store(), replay.last(), pace.segmentSize());
        journal.prepare();
        this.fold = new Checkpointer(store, connection, journal, books);
        LedgerClock clock = new LedgerClock(wall, nanos, believable(books.latest(), wall));
        this.ledger = new Ledger(clock, journal, listener);
        InstantSource trusted = () -> Instant.ofEpochMilli(clock.trusted());
        this.responses = new StoredResponses(store.folder(), trusted, listener);
        reload();
        this.administration = Administration.open(store, trusted, random, this::reload, fold::doubt);
        this.keeper = new CheckpointWorker(clock, store, pace, journal, fold, ledger, responses, this::reload);
        this.thread = Thread.ofPlatform()
                .daemon()
                .name("governance")
                .unstarted(FatalErrors.vital("the keeper of the books", keeper));
    }

    // Spend is written to the minute, and the clock may be corrected a little while nobody looks.
    private static long believable(long latest, InstantSource wall) {
        return latest - wall.millis() > Duration.ofMinutes(2).toMillis() ? latest : Long.MIN_VALUE;
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
        Connection connection = store.open(clock.millis());
        LockFile lock = null;
        try {
            lock = store.takeLock();
            Governance governance = new Governance(store, clock, nanos, random, listener, pace, lock, connection);
            governance.thread.start();
            listener.recovered(governance.recovery);
            return governance;
        } catch (SQLException e) {
            throw abandon(connection, lock, StoreFailures.of(store, e));
        } catch (IOException e) {
            throw abandon(connection, lock, StoreFailures.of(store, e));
        } catch (WalException e) {
            throw abandon(connection, lock, StoreFailures.of(store, e));
        } catch (ApplianceException e) {
            throw abandon(connection, lock, e);
        }
    }

    private static ApplianceException abandon(
            Connection connection, @Nullable LockFile lock, ApplianceException reason) {
        try (connection;
                lock) {
            return reason;
        } catch (SQLException | ApplianceException e) {
            reason.addSuppressed(e);
            return reason;
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
        fold.run();
    }

    /// Looks at the clock, and does what an earlier time that is believed asks for. For tests, as [#settleUp].
    void look() throws SQLException, IOException {
        keeper.look();
    }

    /// Makes the store smaller. For tests, as [#settleUp].
    void compact() throws SQLException {
        fold.compact(ledger.now());
    }

    /// Why nothing is let through at the moment; null if requests are. For readiness.
    public @Nullable String failure() {
        return ledger.broken();
    }

    /// Puts changes of the store into force.
    private void reload() {
        synchronized (reloading) {
            try {
                KeyIndex next = KeyIndexBuilder.of(fold.rows(), ledger.register(), fold, ledger.now(), ledger.from());
                ledger.register(next);
                responses.sweep(next.keysThatMayComeBack());
            } catch (SQLException e) {
                throw StoreFailures.of(store, e);
            }
        }
    }

    /// Writes what is left and lets the store go. Nothing is let through from here on; reservations that are
    /// open cannot be ended any more and are settled in full when the store is opened next.
    @Override
    public void close() {
        keeper.stop(thread);
        journal.close();
        administration.close();
        try (lock;
                responses) {
            fold.close();
        } catch (SQLException e) {
            throw StoreFailures.of(store, e);
        }
    }
}
