package io.aiplat.console;

import io.aiplat.inference.ModelEngine;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The pulls that are running. Each belongs to the appliance and not to who asked for it: it goes on when
/// they leave, and whoever asks for the same model meanwhile follows the same one.
final class Pulls implements AutoCloseable {
    private final ModelEngine engine;
    private final Map<String, Running> running = new ConcurrentHashMap<>();

    Pulls(ModelEngine engine) {
        this.engine = engine;
    }

    private record Running(PullJob job, Thread thread) {}

    /// The running pull of a model; begins one if there is none.
    PullJob follow(String model) {
        return running.computeIfAbsent(model, this::begin).job();
    }

    /// Stops the pull of a model; all who follow it are told.
    ///
    /// @return whether there was one
    boolean stop(String model) {
        Running pull = running.get(model);
        if (pull == null) {
            return false;
        }
        pull.thread().interrupt();
        return true;
    }

    /// Those that are running.
    List<PullJob> all() {
        return running.values().stream().map(Running::job).toList();
    }

    private Running begin(String model) {
        PullJob job = new PullJob(model);
        Thread thread = Thread.ofVirtual().name("pull " + model).unstarted(() -> {
            job.run(engine);
            running.remove(model);
        });
        thread.start();
        return new Running(job, thread);
    }

    /// Stops all and waits until they have stopped.
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
