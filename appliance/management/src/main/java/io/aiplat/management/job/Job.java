package io.aiplat.management.job;

import io.aiplat.management.ManagementProblems;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Progress;
import io.aiplat.model.TransferSpeed;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Job: long work, and the latest of what it reports, for all who follow it. A slow follower misses reports; it never
/// slows the work.
public final class Job implements Progress {
    private static final Logger LOG = LoggerFactory.getLogger(Job.class);

    private final String id;
    private final String kind;
    private final String subject;
    private final Instant created;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Condition ended = lock.newCondition();
    private final TransferSpeed speed = new TransferSpeed();
    private Report latest = new Report(0, "starting", 0, 0, null, JobState.RUNNING, null, null);

    Job(String id, String kind, String subject, InstantSource clock) {
        this.id = id;
        this.kind = kind;
        this.subject = subject;
        this.clock = clock;
        this.created = clock.instant();
    }

    /// How far it is.
    ///
    /// @param position grows with each report
    /// @param what     is being done now, a few words
    /// @param speed    of a transfer; null where none is to be said
    /// @param outcome  null while it runs
    /// @param ended    null while it runs
    public record Report(
            long position,
            String what,
            long done,
            long total,
            TransferSpeed.@Nullable Estimate speed,
            JobState state,
            @Nullable JobOutcome outcome,
            @Nullable Instant ended) {}

    /// A name that no other job has.
    public String id() {
        return id;
    }

    /// What is done, as a word: `model-pull`.
    public String kind() {
        return kind;
    }

    /// What it is done to.
    public String subject() {
        return subject;
    }

    /// When it began.
    public Instant created() {
        return created;
    }

    /// Works, and returns when that has ended in whatever way.
    void run(JobWork work) {
        JobOutcome outcome;
        boolean interrupted = false;
        try {
            outcome = work.run(this);
        } catch (InterruptedException e) {
            interrupted = true;
            outcome = new JobOutcome.Failed(ManagementProblems.jobCancelled(kind, subject));
        } catch (ApplianceException e) {
            outcome = new JobOutcome.Failed(e.problem());
        } catch (RuntimeException e) {
            LOG.warn("{} {} failed", kind, subject, e);
            outcome = new JobOutcome.Failed(ManagementProblems.jobFailed(kind, subject, e.toString()));
        } catch (Error e) {
            // What becomes of this process is decided elsewhere; whoever follows does not wait for ever.
            Report last = latest();
            JobOutcome failed = new JobOutcome.Failed(ManagementProblems.jobFailed(kind, subject, e.toString()));
            tell(last.what(), last.done(), last.total(), JobState.FAILED, failed);
            throw e;
        }
        interrupted |= Thread.currentThread().isInterrupted();
        JobState state =
                outcome instanceof JobOutcome.Done ? JobState.DONE : interrupted ? JobState.CANCELLED : JobState.FAILED;
        Report last = latest();
        tell(last.what(), last.done(), last.total(), state, outcome);
    }

    @Override
    public void at(String what, long done, long total) {
        tell(what, done, total, JobState.RUNNING, null);
    }

    /// The latest report, as soon as it is newer than what was seen, or after a while as it is.
    ///
    /// @param seen position of the last report, or -1
    public Report after(long seen, Duration atMost) throws InterruptedException {
        long left = atMost.toNanos();
        lock.lockInterruptibly();
        try {
            while (latest.position() <= seen && latest.outcome() == null && left > 0) {
                left = changed.awaitNanos(left);
            }
            return latest;
        } finally {
            lock.unlock();
        }
    }

    /// Returns when it has ended, or after a while. Reports wake nobody who waits here.
    public void awaitEnd(Duration atMost) throws InterruptedException {
        long left = atMost.toNanos();
        lock.lockInterruptibly();
        try {
            while (latest.outcome() == null && left > 0) {
                left = ended.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /// The latest report.
    public Report latest() {
        lock.lock();
        try {
            return latest;
        } finally {
            lock.unlock();
        }
    }

    private void tell(String what, long done, long total, JobState state, @Nullable JobOutcome outcome) {
        lock.lock();
        try {
            if (latest.outcome() == null) {
                Instant now = clock.instant();
                latest = new Report(
                        latest.position() + 1,
                        what,
                        done,
                        total,
                        outcome == null ? speed.at(done, total, now) : null,
                        state,
                        outcome,
                        outcome == null ? null : now);
                changed.signalAll();
                if (outcome != null) {
                    ended.signalAll();
                }
            }
        } finally {
            lock.unlock();
        }
    }
}
