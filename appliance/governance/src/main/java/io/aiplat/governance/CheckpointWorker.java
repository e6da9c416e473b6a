package io.aiplat.governance;

import io.aiplat.governance.store.GovernanceProblems;
import io.aiplat.governance.store.GovernanceStore;
import io.aiplat.governance.store.StoreFailures;
import io.aiplat.governance.store.WalException;
import io.aiplat.governance.wal.Checkpointer;
import io.aiplat.governance.wal.GovernanceIntervals;
import io.aiplat.governance.wal.WriteAheadLog;
import io.aiplat.model.ApplianceException;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Checkpoint worker: the background thread that brings the write-ahead log into the store. It also makes the log's
/// next file, looks for changes that other processes made, and says so when any of it fails.
final class CheckpointWorker implements Runnable {
    private static final Duration COMPACTION = Duration.ofHours(1);

    private final LedgerClock clock;
    private final GovernanceStore store;
    private final GovernanceIntervals pace;
    private final WriteAheadLog journal;
    private final Checkpointer fold;
    private final LocalLedger ledger;
    private final Runnable reload;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Turn poll;
    private final Turn force;
    private final Turn compaction = new Turn(COMPACTION);
    private final Turn sweep = new Turn(COMPACTION);
    private final StoredResponses responses;
    private long version = -1;

    CheckpointWorker(
            LedgerClock clock,
            GovernanceStore store,
            GovernanceIntervals pace,
            WriteAheadLog journal,
            Checkpointer fold,
            LocalLedger ledger,
            StoredResponses responses,
            Runnable reload) {
        this.clock = clock;
        this.store = store;
        this.pace = pace;
        this.journal = journal;
        this.fold = fold;
        this.ledger = ledger;
        this.responses = responses;
        this.reload = reload;
        this.poll = new Turn(pace.poll());
        this.force = new Turn(pace.force());
    }

    /// Something that is due every so often. Uses the machine's own time: that of requests may stand still or
    /// jump.
    private static final class Turn {
        private final long nanos;
        private long last = System.nanoTime();

        Turn(Duration every) {
            this.nanos = every.toNanos();
        }

        boolean isDue() {
            long now = System.nanoTime();
            if (now - last < nanos) {
                return false;
            }
            last = now;
            return true;
        }
    }

    @Override
    public void run() {
        try {
            while (!stop.await(pace.fold().toNanos(), TimeUnit.NANOSECONDS)) {
                turn();
            }
        } catch (InterruptedException e) {
            // Nobody else has this thread; whoever interrupts it wants it to end.
            Thread.currentThread().interrupt();
        }
        turn();
    }

    private void turn() {
        try {
            work();
            ledger.repaired();
        } catch (SQLException e) {
            ledger.breakdown(StoreFailures.of(store, e).problem());
        } catch (IOException e) {
            ledger.breakdown(StoreFailures.of(store, e).problem());
        } catch (WalException e) {
            ledger.breakdown(StoreFailures.of(store, e).problem());
        } catch (ApplianceException e) {
            ledger.breakdown(e.problem());
        } catch (RuntimeException e) {
            // A fault of ours must not end the thread and leave requests without a record.
            ledger.breakdown(GovernanceProblems.storeUnreadable(store.file(), e.toString()));
        }
    }

    private void work() throws SQLException, IOException, WalException {
        journal.prepare();
        fold.run();
        long now = look();
        if (poll.isDue()) {
            long found = fold.version();
            if (found != version) {
                reload.run();
                version = found;
            }
        }
        if (force.isDue()) {
            journal.force();
        }
        if (compaction.isDue() && clock.isSettled()) {
            fold.compact(now);
        }
        if (sweep.isDue()) {
            responses.sweep(ledger.register().keysThatMayComeBack());
        }
    }

    /// Looks at the clock also while nobody asks, and dates what it has dated wrong.
    ///
    /// @return the time that is trusted
    long look() throws SQLException, IOException {
        long now = clock.trusted();
        if (clock.steppedBack()) {
            fold.redate(now);
        }
        return now;
    }

    /// Ends the thread, after a last turn.
    void stop(Thread thread) {
        stop.countDown();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                // It uses what is closed next, so it has to end first; that takes one turn.
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
