package io.aiplat.supply.pull;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.Progress;
import io.aiplat.supply.BundledModel;
import io.aiplat.supply.ModelNotFound;
import io.aiplat.supply.ModelStore;
import io.aiplat.supply.StoredModel;
import io.aiplat.supply.SupplyProblems;
import io.aiplat.supply.pull.PullJob.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class PullJobsTest {
    private static final Duration LONG = Duration.ofSeconds(10);

    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private final AtomicInteger pulls = new AtomicInteger();
    private final PullJobs jobs = new PullJobs(new SlowStore());

    /// Pulls `big` until it may end, and fails with what the name of another model says.
    private final class SlowStore implements ModelStore {
        @Override
        public String name() {
            return "slow";
        }

        @Override
        public List<StoredModel> stored() {
            return List.of();
        }

        @Override
        public void put(BundledModel model, Progress progress) {}

        @Override
        public String pull(String model, Progress progress) {
            pulls.incrementAndGet();
            progress.at("weights", 5, 10);
            switch (model) {
                case "missing" -> throw new ModelNotFound("no registry has it");
                case "refused" -> throw new ApplianceException(SupplyProblems.diskFull(model));
                case "broken" -> throw new IllegalStateException("disk on fire");
                default -> await();
            }
            return model + ":latest";
        }

        private void await() {
            try {
                mayEnd.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw (CancellationException) new CancellationException("interrupted").initCause(e);
            }
        }

        @Override
        public void remove(String name) {}
    }

    @AfterEach
    void close() {
        mayEnd.countDown();
        jobs.close();
    }

    private static PullJob.News seen(PullJob job, String what) throws InterruptedException {
        PullJob.News news = job.after(-1, LONG);
        while (!news.what().equals(what)) {
            news = job.after(news.number(), LONG);
        }
        return news;
    }

    private static Outcome outcome(PullJob job) throws InterruptedException {
        PullJob.News news = job.after(-1, LONG);
        while (news.outcome() == null) {
            news = job.after(news.number(), LONG);
        }
        return news.outcome();
    }

    @Test
    void whoAsksForTheSameModelJoinsTheSamePull() throws InterruptedException {
        PullJob one = jobs.join("big");
        assertSame(one, jobs.join("big"));
        assertEquals(5, seen(one, "weights").done());
        assertEquals(List.of(one), jobs.all());
        mayEnd.countDown();
        assertEquals(new Outcome.Arrived("big:latest", null), outcome(one));
        assertEquals(1, pulls.get());
    }

    @Test
    void whatHasEndedIsBegunAgain() throws InterruptedException {
        mayEnd.countDown();
        PullJob one = jobs.join("big");
        outcome(one);
        jobs.close();
        assertEquals(List.of(), jobs.all());
        outcome(jobs.join("big"));
        assertEquals(2, pulls.get());
    }

    @Test
    void cancelsOneAndNotTheOther() throws InterruptedException {
        PullJob big = jobs.join("big");
        PullJob other = jobs.join("other");
        seen(big, "weights");
        assertTrue(jobs.cancel("big"));
        assertEquals(new Outcome.Cancelled(), outcome(big));
        assertFalse(jobs.cancel("nothing"));
        mayEnd.countDown();
        assertInstanceOf(Outcome.Arrived.class, outcome(other));
    }

    @Test
    void saysHowItEnded() throws InterruptedException {
        assertEquals(new Outcome.NoSuchModel("no registry has it"), outcome(jobs.join("missing")));
        Outcome.Failed failed = assertInstanceOf(Outcome.Failed.class, outcome(jobs.join("refused")));
        assertEquals("MODELS_DISK_FULL", failed.problem().code().id());
        Outcome.Crashed broken = assertInstanceOf(Outcome.Crashed.class, outcome(jobs.join("broken")));
        assertTrue(broken.reason().contains("disk on fire"), broken.reason());
    }

    @Test
    void closingCancelsWhatRuns() throws InterruptedException {
        PullJob big = jobs.join("big");
        seen(big, "weights");
        jobs.close();
        assertEquals(new Outcome.Cancelled(), outcome(big));
    }
}
