package io.aiplat.governance;

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
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Bookkeeper of a store that one process has for itself: its journal, its SQLite file, and the thread that brings
/// the one into the other.
final class LocalBookkeeper implements Bookkeeper {
    private final LockFile lock;
    private final WriteAheadLog journal;
    private final Checkpointer fold;
    private final LocalLedger ledger;
    private final WalRecoveryReport recovery;
    private final Administration administration;
    private final CheckpointWorker keeper;
    private final Thread thread;
    private final GovernanceStore store;
    private final StoredResponses responses;
    private final Object reloading = new Object();

    private LocalBookkeeper(
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
        this.ledger = new LocalLedger(clock, journal, listener);
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

    /// Opens a store, and takes in what an earlier process has left.
    ///
    /// @throws ApplianceException as [Governance#open]
    static LocalBookkeeper open(
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
            return new LocalBookkeeper(store, clock, nanos, random, listener, pace, lock, connection);
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

    LocalLedger ledger() {
        return ledger;
    }

    Administration administration() {
        return administration;
    }

    StoredResponses responses() {
        return responses;
    }

    WalRecoveryReport recovery() {
        return recovery;
    }

    @Override
    public void start() {
        thread.start();
    }

    @Override
    public void settleUp() throws SQLException, IOException {
        fold.run();
    }

    @Override
    public void look() throws SQLException, IOException {
        keeper.look();
    }

    @Override
    public void compact() throws SQLException {
        fold.compact(ledger.now());
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

    @Override
    public void stop() {
        keeper.stop(thread);
        journal.close();
    }

    @Override
    public void close() {
        try (lock;
                responses) {
            fold.close();
        } catch (SQLException e) {
            throw StoreFailures.of(store, e);
        }
    }
}
