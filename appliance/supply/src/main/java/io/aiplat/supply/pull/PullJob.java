package io.aiplat.supply.pull;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.Problem;
import io.aiplat.model.Progress;
import io.aiplat.supply.ModelNotFound;
import io.aiplat.supply.ModelStore;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Pull job: one pull in the background, and the latest of what it reports for all who follow it. A slow follower
/// misses reports; it never slows the pull.
public final class PullJob implements Progress {
    private static final Logger LOG = LoggerFactory.getLogger(PullJob.class);

    private final String model;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private News latest = new News(0, "starting", 0, 0, null);

    PullJob(String model) {
        this.model = model;
    }

    /// How it ended.
    public sealed interface Outcome {
        /// It is here.
        ///
        /// @param model   the name it is kept under
        /// @param warning what whoever uses it should know; null for nothing
        record Arrived(String model, @Nullable Problem warning) implements Outcome {}

        /// Its source has no such model.
        ///
        /// @param reason for people, without a full stop
        record NoSuchModel(String reason) implements Outcome {}

        /// It is not here, for a reason that is known.
        record Failed(Problem problem) implements Outcome {}

        /// It was told to stop.
        record Cancelled() implements Outcome {}

        /// It ended in a way that nobody foresaw.
        ///
        /// @param reason for people, without a full stop
        record Crashed(String reason) implements Outcome {}
    }

    /// How far it is.
    ///
    /// @param number  grows with each report
    /// @param what    for people
    /// @param done    bytes that are there
    /// @param total   bytes there will be; 0 where that is not known
    /// @param outcome null while it runs
    public record News(
            long number,
            String what,
            long done,
            long total,
            @Nullable Outcome outcome) {}

    /// What was asked for: a name, or a file.
    public String model() {
        return model;
    }

    /// Pulls, and returns when it has ended in whatever way.
    void run(ModelStore store) {
        Outcome outcome = pull(store);
        News last = latest();
        tell(last.what(), last.done(), last.total(), outcome);
    }

    private Outcome pull(ModelStore store) {
        try {
            String name = store.pull(model, this);
            return new Outcome.Arrived(name, store.warning(name).orElse(null));
        } catch (ModelNotFound e) {
            return new Outcome.NoSuchModel(e.reason());
        } catch (ApplianceException e) {
            return Thread.currentThread().isInterrupted() ? new Outcome.Cancelled() : new Outcome.Failed(e.problem());
        } catch (RuntimeException e) {
            if (Thread.currentThread().isInterrupted()) {
                return new Outcome.Cancelled();
            }
            LOG.warn("pulling {} failed", model, e);
            return new Outcome.Crashed(e.toString());
        }
    }

    @Override
    public void at(String what, long done, long total) {
        tell(what, done, total, null);
    }

    /// The latest, as soon as it is newer than what was seen, or after a while as it is.
    ///
    /// @param seen number of the last news, or -1
    /// @throws InterruptedException if the follower is; the pull goes on
    public News after(long seen, Duration atMost) throws InterruptedException {
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

    private News latest() {
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
