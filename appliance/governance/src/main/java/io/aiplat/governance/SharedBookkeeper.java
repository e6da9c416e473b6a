package io.aiplat.governance;

import io.aiplat.governance.shared.DatabaseAddress;
import io.aiplat.governance.shared.SharedFailure;
import io.aiplat.governance.shared.SharedLog;
import io.aiplat.governance.shared.SharedPace;
import io.aiplat.governance.shared.SharedProblems;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.FatalErrors;
import io.aiplat.model.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Bookkeeper of a store that several gateways share: the one thread of this process that writes its log. It also says
/// that this gateway lives, and ends what gateways have left that do not.
final class SharedBookkeeper implements Bookkeeper, Runnable {
    private static final long BEAT_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long PRUNE_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final long COMPACT_NANOS = TimeUnit.HOURS.toNanos(1);

    /// Where Linux says the name of the host.
    private static final Path HOST = Path.of("/proc/sys/kernel/hostname");

    private final DatabaseAddress database;
    private final SharedLog log;
    private final SharedLedger ledger;
    private final SharedPace pace;
    private final GovernanceListener listener;
    private final long beatNanos;
    private final Thread thread;
    private final CountDownLatch stop = new CountDownLatch(1);
    private long since;
    private long beaten;
    private long pruned = System.nanoTime();
    private long compacted = System.nanoTime();
    private boolean connected;
    private final Map<String, Integer> lost = new LinkedHashMap<>();

    private SharedBookkeeper(
            DatabaseAddress database, InstantSource wall, GovernanceListener listener, SharedPace pace) {
        this.database = database;
        this.pace = pace;
        this.listener = listener;
        this.beatNanos = Math.min(BEAT_NANOS, pace.lease().toNanos() / 5);
        this.log = new SharedLog(database, name());
        this.ledger = new SharedLedger(log, wall, pace, listener);
        this.thread = Thread.ofPlatform()
                .daemon()
                .name("governance")
                .unstarted(FatalErrors.vital("the keeper of the books", this));
    }

    /// By which people know it again: in a pod the host is the pod.
    private static String name() {
        String host;
        try {
            host = Files.readString(HOST).strip();
        } catch (IOException e) {
            // Other systems than Linux have no such file, and one gateway.
            host = "gateway";
        }
        return host + "/" + ProcessHandle.current().pid();
    }

    /// Connects, makes the tables where there are none, and reads all.
    ///
    /// @throws ApplianceException as [Governance#open]
    static SharedBookkeeper open(
            DatabaseAddress database, InstantSource wall, GovernanceListener listener, SharedPace pace) {
        SharedBookkeeper keeper = new SharedBookkeeper(database, wall, listener, pace);
        try {
            keeper.ledger.turn(List.of(), keeper::besides);
            return keeper;
        } catch (SQLException e) {
            keeper.log.close();
            throw SharedProblems.of(database, e);
        } catch (SharedFailure e) {
            keeper.log.close();
            throw SharedProblems.of(database, e.getCause());
        } catch (ApplianceException e) {
            keeper.log.close();
            throw e;
        }
    }

    SharedLedger ledger() {
        return ledger;
    }

    @Override
    public void start() {
        thread.start();
    }

    @Override
    public void run() {
        try {
            while (stop.getCount() > 0) {
                turn(ledger.take(pace.poll().toMillis()));
            }
            turn(ledger.take(0));
        } catch (InterruptedException e) {
            // Nobody else has this thread; whoever interrupts it wants it to end.
            Thread.currentThread().interrupt();
        }
    }

    private void turn(List<SharedLedger.Work> taken) throws InterruptedException {
        Problem problem = attempt(taken, this::besides);
        if (problem != null) {
            ledger.refuse(taken, problem);
            stop.await(pace.poll().toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private @Nullable Problem attempt(List<SharedLedger.Work> taken, SharedLedger.Besides besides) {
        Problem problem;
        try {
            ledger.turn(taken, besides);
            lost.forEach(listener::gatewayLost);
            lost.clear();
            ledger.repaired();
            return null;
        } catch (SQLException e) {
            problem = SharedProblems.of(database, e).problem();
        } catch (SharedFailure e) {
            problem = SharedProblems.of(database, e.getCause()).problem();
        } catch (ApplianceException e) {
            problem = e.problem();
        } catch (RuntimeException e) {
            // A fault of ours must not end the thread and leave requests without a record.
            problem = SharedProblems.databaseFails(database.toString(), e.toString());
        }
        log.abandon();
        connected = false;
        lost.clear();
        return problem;
    }

    private void besides() throws SQLException {
        long nanos = System.nanoTime();
        if (!connected) {
            connected = true;
            since = nanos;
            beaten = nanos - beatNanos;
        }
        if (nanos - beaten >= beatNanos) {
            beaten = nanos;
            log.beat();
            // Where the database was away from all, the others have as long to be heard as this one.
            if (nanos - since >= pace.lease().toNanos()) {
                endLost();
            }
        }
        if (nanos - pruned >= PRUNE_NANOS) {
            pruned = nanos;
            log.prune();
        }
        if (nanos - compacted >= COMPACT_NANOS) {
            compacted = nanos;
            log.compact();
        }
    }

    private void endLost() throws SQLException {
        for (SharedLog.Gateway gone : log.lost(pace.lease())) {
            lost.merge(gone.name(), ledger.endAll(gone.id()), Integer::sum);
            log.strike(gone.id());
        }
    }

    @Override
    public void settleUp() throws SQLException {
        ledger.sync();
    }

    @Override
    public void look() {
        // The clock is the database's.
    }

    @Override
    public void compact() throws SQLException {
        compacted = System.nanoTime() - COMPACT_NANOS;
        ledger.sync();
    }

    @Override
    public void stop() {
        ledger.close();
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
        leave();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    // What is open cannot be ended any more. Where this fails, others do the same once the lease has run out.
    private void leave() {
        try {
            attempt(ledger.take(0), () -> {});
            attempt(List.of(), () -> {
                ledger.endAll(log.gateway());
                log.strike(log.gateway());
            });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        log.close();
    }
}
