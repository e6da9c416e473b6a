package io.aiplat.management.job;

import io.aiplat.management.ManagementProblems;
import io.aiplat.model.ApplianceException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Jobs of this process: those that run, and the last that have ended. Each belongs to the appliance and not to who
/// asked for it: it goes on when they leave, and whoever asks for the same meanwhile follows the same one.
/// Safe for threads.
public final class Jobs implements AutoCloseable {
    /// As many that have ended are remembered, for followers that come back.
    private static final int REMEMBERED = 100;

    private final InstantSource clock;
    private final Map<String, Running> all = new LinkedHashMap<>();

    /// @param clock dates them
    public Jobs(InstantSource clock) {
        this.clock = clock;
    }

    private record Running(Job job, Thread thread) {
        boolean isOver() {
            return job.latest().outcome() != null;
        }
    }

    /// The running job of a kind and a subject; begins one if there is none.
    ///
    /// @param kind as a word: `model-pull`
    public synchronized Job begin(String kind, String subject, JobWork work) {
        for (Running running : all.values()) {
            Job job = running.job;
            if (job.kind().equals(kind) && job.subject().equals(subject) && !running.isOver()) {
                return job;
            }
        }
        Job job = new Job(UUID.randomUUID().toString(), kind, subject, clock);
        Thread thread = Thread.ofVirtual().name(kind + " " + subject).unstarted(() -> job.run(work));
        all.put(job.id(), new Running(job, thread));
        forget();
        thread.start();
        return job;
    }

    private void forget() {
        List<String> over = all.values().stream()
                .filter(Running::isOver)
                .map(running -> running.job.id())
                .toList();
        over.stream().limit(Math.max(0, over.size() - REMEMBERED)).forEach(all::remove);
    }

    /// All that are known, the oldest first.
    public synchronized List<Job> all() {
        return all.values().stream().map(Running::job).toList();
    }

    /// One job.
    ///
    /// @throws ApplianceException MANAGEMENT_NO_JOB
    public synchronized Job job(String id) {
        return running(id).job;
    }

    /// Has a job end soon; one that has ended is left as it is. All who follow it are told.
    ///
    /// @throws ApplianceException MANAGEMENT_NO_JOB
    public synchronized Job cancel(String id) {
        Running running = running(id);
        running.thread.interrupt();
        return running.job;
    }

    private Running running(String id) {
        Running running = all.get(id);
        if (running == null) {
            throw new ApplianceException(ManagementProblems.noJob(id));
        }
        return running;
    }

    /// Cancels all and waits until they have ended.
    @Override
    public void close() {
        List<Running> left;
        synchronized (this) {
            left = new ArrayList<>(all.values());
        }
        left.forEach(running -> running.thread.interrupt());
        for (Running running : left) {
            try {
                running.thread.join();
            } catch (InterruptedException _) {
                // Whoever closes is in a hurry; the threads have been told.
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
