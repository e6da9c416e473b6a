package io.aiplat.console;

import io.aiplat.inference.ModelEngine;
import io.aiplat.inference.RequestRefused;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Problem;
import io.aiplat.model.Progress;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One pull, and the latest of what it reports for all who follow it. A slow follower misses reports; it
/// never slows the pull.
final class PullJob implements Progress {
    private static final Logger LOG = LoggerFactory.getLogger(PullJob.class);

    private final String model;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private News latest = new News(0, "starting", 0, 0, null);

    PullJob(String model) {
        this.model = model;
    }

    /// How it ended.
    sealed interface Outcome {
        /// It is here.
        ///
        /// @param model   the name it is served under
        /// @param warning what whoever uses it should know; null for nothing
        record Served(String model, @Nullable Problem warning) implements Outcome {}

        /// It is not.
        record Failed(Problem problem) implements Outcome {}
    }

    /// How far it is.
    ///
    /// @param number  grows with each report
    /// @param outcome null while it runs
    record News(
            long number,
            String what,
            long done,
            long total,
            @Nullable Outcome outcome) {}

    String model() {
        return model;
    }

    /// Pulls, and returns when it has ended in whatever way.
    void run(ModelEngine engine) {
        Outcome outcome;
        try {
            String name = engine.pull(model, this);
            outcome = new Outcome.Served(name, engine.warning(name).orElse(null));
        } catch (ApplianceException e) {
            outcome = new Outcome.Failed(
                    Thread.currentThread().isInterrupted() ? ConsoleProblems.pullStopped(model) : e.problem());
        } catch (RequestRefused e) {
            outcome = new Outcome.Failed(ConsoleProblems.refused(engine.name(), String.valueOf(e.getMessage())));
        } catch (RuntimeException e) {
            LOG.warn("pulling {} failed", model, e);
            outcome = new Outcome.Failed(
                    Thread.currentThread().isInterrupted()
                            ? ConsoleProblems.pullStopped(model)
                            : ConsoleProblems.pullFailed(model, e.toString()));
        }
        tell(latest.what(), latest.done(), latest.total(), outcome);
    }

    @Override
    public void at(String what, long done, long total) {
        tell(what, done, total, null);
    }

    /// The latest, as soon as it is newer than what was seen, or after a while as it is.
    ///
    /// @param seen number of the last news, or -1
    News after(long seen, Duration atMost) throws InterruptedException {
        long left = atMost.toNanos();
        lock.lockInterruptibly();
        try {
            while (latest.number() <= seen && left > 0) {
                left = changed.awaitNanos(left);
            }
            return latest;
        } finally {
            lock.unlock();
        }
    }

    /// The latest.
    News latest() {
        lock.lock();
        try {
            return latest;
        } finally {
            lock.unlock();
        }
    }

    private void tell(String what, long done, long total, @Nullable Outcome outcome) {
        lock.lock();
        try {
            latest = new News(latest.number() + 1, what, done, total, outcome);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
