package io.aiplat.supply.pull;

import io.aiplat.supply.ModelStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Pull jobs that are running, one for each model. Each belongs to the appliance and not to who asked for it: it goes
/// on when they leave, and whoever asks for the same model meanwhile follows the same one.
public final class PullJobs implements AutoCloseable {
    private final ModelStore store;
    private final Map<String, Running> running = new ConcurrentHashMap<>();

    private record Running(PullJob job, Thread thread) {}

    /// None yet, of a store.
    public PullJobs(ModelStore store) {
        this.store = store;
    }

    /// The running pull of a model; begins one if there is none.
    ///
    /// @param model a name, or a file
    public PullJob join(String model) {
        return running.computeIfAbsent(model, this::begin).job();
    }

    /// Cancels the pull of a model; all who follow it are told. What it has transferred stays.
    ///
    /// @return whether there was one
    public boolean cancel(String model) {
        Running pull = running.get(model);
        if (pull == null) {
            return false;
        }
        pull.thread().interrupt();
        return true;
    }

    /// Those that are running.
    public List<PullJob> all() {
        return running.values().stream().map(Running::job).toList();
    }

    private Running begin(String model) {
        PullJob job = new PullJob(model);
        Thread thread = Thread.ofVirtual().name("pull " + model).unstarted(() -> {
            job.run(store);
            running.remove(model);
        });
        thread.start();
        return new Running(job, thread);
    }

    /// Cancels all and waits until they have ended.
    @Override
    public void close() {
        List<Thread> threads = running.values().stream().map(Running::thread).toList();
        threads.forEach(Thread::interrupt);
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                // Whoever closes is in a hurry; the threads have been told.
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
