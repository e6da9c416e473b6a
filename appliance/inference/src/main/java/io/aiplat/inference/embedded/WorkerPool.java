package io.aiplat.inference.embedded;

import io.aiplat.inference.ModelsProblems;
import io.aiplat.inference.RequestRefused;
import io.aiplat.inference.embedded.worker.WorkerRequest;
import io.aiplat.model.ApplianceException;
import io.aiplat.supply.folder.FolderRemoval;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The workers: one for each model in use, no more than a number of them, none idle for long.
///
/// Requests for a model stand in a line, for a worker answers one at a time: llama.cpp could do several,
/// but they would share the same cores and the same context.
final class WorkerPool implements AutoCloseable {
    /// A model whose time is over stays no longer than this.
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(15);

    private final WorkerCommand command;
    private final Path tmp;
    private final Path logs;
    private final EmbeddedLimits limits;
    private final LongSupplier memoryFree;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, Seat> seats = new HashMap<>();
    private final AtomicLong workersEver = new AtomicLong();
    private int workers;
    private boolean closed;

    /// The place of one model. Who is first in line has it; all else is guarded by the pool's lock.
    private static final class Seat {
        final Semaphore line = new Semaphore(1, true);
        int present;
        boolean taken;
        long idleSince;

        /// How long its worker stays; null where nobody has said since it was loaded.
        @Nullable
        Duration keepAlive;

        @Nullable
        WorkerProcess worker;

        /// How the worker was told to load.
        WorkerRequest.@Nullable Load load;
    }

    /// What is done with a worker while it is one's own.
    @FunctionalInterface
    interface Use {
        /// Called once, with the model loaded.
        void with(WorkerProcess worker) throws InterruptedException;
    }

    /// Makes an empty pool.
    ///
    /// @param tmp  a folder of its own; emptied
    /// @param logs the folder for the logs of workers
    WorkerPool(WorkerCommand command, Path tmp, Path logs, EmbeddedLimits limits, LongSupplier memoryFree) {
        this.command = command;
        this.tmp = tmp;
        this.logs = logs;
        this.limits = limits;
        this.memoryFree = memoryFree;
        FolderRemoval.delete(tmp);
        Thread.ofVirtual().name("idle workers").start(this::unloadIdle);
    }

    /// Waits for the worker of a model, loading it if necessary, and uses it.
    ///
    /// @param keepAlive how long the model stays afterwards: zero for not at all, negative for ever; null
    ///                  for as long as was said before, else for as long as all do
    /// @throws RequestRefused       if too many are waiting
    /// @throws ApplianceException   if it cannot be loaded
    /// @throws InterruptedException if the caller gives up
    void use(LoadableModel model, @Nullable Duration keepAlive, Use use) throws InterruptedException {
        Seat seat = takeSeat(model.name());
        try {
            use.with(workerOf(seat, model));
        } finally {
            if (keepAlive != null) {
                underLock(() -> seat.keepAlive = keepAlive);
                if (keepAlive.isZero()) {
                    unload(seat);
                }
            }
            leave(seat);
        }
    }

    /// Waits until nobody uses a model, unloads it, and does something while nobody can.
    void alone(String model, Runnable work) throws InterruptedException {
        Seat seat = takeSeat(model);
        try {
            unload(seat);
            work.run();
        } finally {
            leave(seat);
        }
    }

    /// Process id of a model's worker; empty if it is not in memory.
    Optional<Long> pid(String model) {
        lock.lock();
        try {
            Seat seat = seats.get(model);
            WorkerProcess worker = seat == null ? null : seat.worker;
            return worker == null || !worker.alive() ? Optional.empty() : Optional.of(worker.pid());
        } finally {
            lock.unlock();
        }
    }

    private Seat takeSeat(String model) throws InterruptedException {
        Seat seat = enter(model);
        try {
            seat.line.acquire();
        } catch (InterruptedException e) {
            underLock(() -> seat.present--);
            throw e;
        }
        underLock(() -> seat.taken = true);
        return seat;
    }

    private Seat enter(String model) {
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("the embedded engine is closed");
            }
            Seat seat = seats.computeIfAbsent(model, _ -> new Seat());
            if (seat.present > limits.waiting()) {
                throw new RequestRefused(
                        RequestRefused.Kind.BUSY,
                        null,
                        limits.waiting() + " requests are waiting for " + model + " already; try again later");
            }
            seat.present++;
            return seat;
        } finally {
            lock.unlock();
        }
    }

    private void leave(Seat seat) {
        lock.lock();
        try {
            seat.taken = false;
            seat.present--;
            seat.idleSince = System.nanoTime();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        seat.line.release();
    }

    private WorkerProcess workerOf(Seat seat, LoadableModel model) throws InterruptedException {
        lock.lock();
        try {
            if (seat.worker != null && seat.worker.alive() && model.load().equals(seat.load)) {
                return seat.worker;
            }
        } finally {
            lock.unlock();
        }
        unload(seat);
        makeRoom();
        WorkerProcess worker = null;
        try {
            worker = load(model);
        } finally {
            seatWorker(seat, worker, model.load());
        }
        return worker;
    }

    private void seatWorker(Seat seat, @Nullable WorkerProcess worker, WorkerRequest.Load load) {
        lock.lock();
        try {
            seat.worker = worker;
            seat.load = load;
            seat.keepAlive = null;
            if (worker == null) {
                workers--;
                changed.signalAll();
            } else if (closed) {
                worker.kill();
            }
        } finally {
            lock.unlock();
        }
    }

    private WorkerProcess load(LoadableModel model) throws InterruptedException {
        WorkerRequest.Load load = model.load();
        long needed = model.header().memory(load.contextLength());
        if (needed > memoryFree.getAsLong()) {
            kill(takeIdle(_ -> true));
            long free = memoryFree.getAsLong();
            if (needed > free) {
                throw new ApplianceException(ModelsProblems.memoryShort(model.name(), needed, free));
            }
        }
        WorkerProcess worker = WorkerProcess.start(
                command, model.name(), tmp.resolve("worker-" + workersEver.incrementAndGet()), logs);
        worker.load(load, limits.loadPatience());
        return worker;
    }

    /// Counts one more worker, ending the one that was idle longest, or waiting, where there would be too
    /// many. What is kept for ever has to give way too: somebody wants the other one now.
    private void makeRoom() throws InterruptedException {
        WorkerProcess victim = null;
        lock.lockInterruptibly();
        try {
            while (workers >= limits.workers()) {
                Optional<Seat> idle = seats.values().stream()
                        .filter(seat -> !seat.taken && seat.worker != null)
                        .min(Comparator.comparingLong(seat -> seat.idleSince));
                if (idle.isPresent()) {
                    victim = stand(idle.get());
                } else {
                    changed.await();
                }
            }
            workers++;
        } finally {
            lock.unlock();
        }
        if (victim != null) {
            victim.kill();
        }
    }

    private void underLock(Runnable change) {
        lock.lock();
        try {
            change.run();
        } finally {
            lock.unlock();
        }
    }

    private void unload(Seat seat) {
        kill(takeFrom(List.of(seat)));
    }

    private List<WorkerProcess> takeFrom(Collection<Seat> some) {
        lock.lock();
        try {
            return some.stream().map(this::stand).filter(Objects::nonNull).toList();
        } finally {
            lock.unlock();
        }
    }

    /// Takes a worker off its seat; under the lock.
    private @Nullable WorkerProcess stand(Seat seat) {
        WorkerProcess worker = seat.worker;
        if (worker != null) {
            seat.worker = null;
            workers--;
            changed.signalAll();
        }
        return worker;
    }

    private List<WorkerProcess> takeIdle(Predicate<Seat> which) {
        lock.lock();
        try {
            return takeFrom(seats.values().stream()
                    .filter(seat -> !seat.taken && which.test(seat))
                    .toList());
        } finally {
            lock.unlock();
        }
    }

    private static void kill(List<WorkerProcess> workers) {
        workers.forEach(WorkerProcess::kill);
    }

    private void unloadIdle() {
        long often = Math.min(limits.keepAlive().toNanos() / 4, LONGEST_LOOK.toNanos());
        try {
            while (waitedWhileOpen(often)) {
                kill(takeIdle(this::isOver));
            }
        } catch (InterruptedException _) {
            // Nobody interrupts this thread but the end of the process, which ends the workers.
        }
    }

    private boolean isOver(Seat seat) {
        Duration keepAlive = seat.keepAlive == null ? limits.keepAlive() : seat.keepAlive;
        return !keepAlive.isNegative() && System.nanoTime() - seat.idleSince >= keepAlive.toNanos();
    }

    private boolean waitedWhileOpen(long nanos) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(nanos);
        lock.lockInterruptibly();
        try {
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /// Ends all workers, with what they are doing.
    @Override
    public void close() {
        List<WorkerProcess> all;
        lock.lock();
        try {
            closed = true;
            all = takeFrom(seats.values());
        } finally {
            lock.unlock();
        }
        kill(all);
        FolderRemoval.delete(tmp);
    }
}
