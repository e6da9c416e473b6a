package io.aiplat.inference.process;

import io.aiplat.inference.ModelsProblems;
import io.aiplat.inference.RequestRefused;
import io.aiplat.model.ApplianceException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Pool of processes: one for each model in use, no more than a number of them, none idle for long.
///
/// Requests for a model stand in a line, in which as many are served at once as its process has slots. Who finds no
/// process loads it; who finds one that was told to load otherwise waits before until nobody uses it.
///
/// @param <M> the models
/// @param <P> the processes
public final class ModelProcessPool<M extends ProcessModel, P extends ModelProcess> implements AutoCloseable {
    /// A model whose time is over stays no longer than this.
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(15);
    /// Who else needs memory does not wait long before the kernel ends somebody.
    private static final Duration MEMORY_LOOK = Duration.ofSeconds(2);

    private final PoolLimits limits;
    private final LongSupplier memoryFree;
    private final LongSupplier machineFree;
    private final Loader<M, P> loader;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, PoolSeat<P>> seats = new HashMap<>();
    private int processes;
    private boolean closed;

    /// Starts processes.
    @FunctionalInterface
    public interface Loader<M, P> {
        /// A new process that has the model in memory.
        ///
        /// @throws ApplianceException   if it cannot be loaded
        /// @throws InterruptedException if the caller gives up
        P load(M model) throws InterruptedException;
    }

    /// What is done with a process while it is one's own, or one's own slot of it.
    @FunctionalInterface
    public interface ProcessUse<P> {
        /// Called once, with the model loaded.
        void with(P process) throws InterruptedException;
    }

    /// A process that stays as long as this is open, unless it dies.
    public final class ProcessLease implements AutoCloseable {
        private final PoolSeat<P> seat;
        private final P process;
        private final @Nullable Duration keepAlive;
        private boolean over;

        private ProcessLease(PoolSeat<P> seat, P process, @Nullable Duration keepAlive) {
            this.seat = seat;
            this.process = process;
            this.keepAlive = keepAlive;
        }

        /// With the model loaded.
        public P process() {
            return process;
        }

        /// Lets others have it. A second time does nothing.
        @Override
        public synchronized void close() {
            if (!over) {
                over = true;
                end(seat, keepAlive);
            }
        }
    }

    /// Makes an empty pool.
    ///
    /// @param memoryFree bytes that could be used now, asked before each load
    public ModelProcessPool(PoolLimits limits, LongSupplier memoryFree, Loader<M, P> loader) {
        this(limits, memoryFree, memoryFree, loader);
    }

    /// Makes an empty pool whose models may lie in other memory than the machine's.
    ///
    /// @param memoryFree  bytes that a model could be loaded to now, of the machine and its GPUs
    /// @param machineFree bytes of the machine that could be used now, asked again and again
    public ModelProcessPool(PoolLimits limits, LongSupplier memoryFree, LongSupplier machineFree, Loader<M, P> loader) {
        this.limits = limits;
        this.memoryFree = memoryFree;
        this.machineFree = machineFree;
        this.loader = loader;
        Thread.ofVirtual().name("idle models").start(this::unloadIdle);
    }

    /// Waits for the process of a model, loading it if necessary, and uses it.
    ///
    /// @param keepAlive how long the model stays afterwards: zero for not at all, negative for ever; null
    ///                  for as long as was said before, else for as long as all do
    /// @throws RequestRefused       if too many are waiting
    /// @throws ApplianceException   if it cannot be loaded
    /// @throws InterruptedException if the caller gives up
    public void use(M model, @Nullable Duration keepAlive, ProcessUse<P> use) throws InterruptedException {
        try (ProcessLease lease = lease(model, keepAlive)) {
            use.with(lease.process());
        }
    }

    /// The same, until the lease is closed.
    ///
    /// @throws RequestRefused       if too many are waiting
    /// @throws ApplianceException   if it cannot be loaded
    /// @throws InterruptedException if the caller gives up
    public ProcessLease lease(M model, @Nullable Duration keepAlive) throws InterruptedException {
        Object loading = model.loading();
        PoolSeat<P> seat = enter(model.name());
        boolean held = false;
        ProcessLease lease = null;
        try {
            acquire(seat, 1);
            held = true;
            P process = fitting(seat, loading);
            if (process == null) {
                process = loaded(seat, model, loading);
            }
            lease = new ProcessLease(seat, process, keepAlive);
            return lease;
        } finally {
            if (lease == null) {
                leave(seat, held ? 1 : 0);
            }
        }
    }

    private void end(PoolSeat<P> seat, @Nullable Duration keepAlive) {
        List<P> over = List.of();
        lock.lock();
        try {
            seat.leases--;
            if (keepAlive != null) {
                seat.keepAlive = keepAlive;
                over = keepAlive.isZero() && seat.leases == 0 ? takeFrom(List.of(seat)) : List.of();
            }
        } finally {
            lock.unlock();
        }
        kill(over);
        leave(seat, 1);
    }

    /// Waits until nobody uses a model, unloads it, and does something while nobody can.
    ///
    /// @throws RequestRefused       if too many are waiting
    /// @throws InterruptedException if the caller gives up
    public void alone(String model, Runnable work) throws InterruptedException {
        PoolSeat<P> seat = enter(model);
        int held = 0;
        try {
            held = acquire(seat, limits.slots());
            kill(takeFrom(List.of(seat)));
            work.run();
        } finally {
            leave(seat, held);
        }
    }

    /// Process id of a model's process; empty if it is not in memory.
    public Optional<Long> pid(String model) {
        lock.lock();
        try {
            PoolSeat<P> seat = seats.get(model);
            P process = seat == null ? null : seat.process;
            return process == null || !process.alive() ? Optional.empty() : Optional.of(process.pid());
        } finally {
            lock.unlock();
        }
    }

    /// The processes that are there, by the names of their models.
    public List<SeatedProcess> seated() {
        lock.lock();
        try {
            return seats.entrySet().stream()
                    .flatMap(entry -> seated(entry.getKey(), entry.getValue()).stream())
                    .sorted(Comparator.comparing(SeatedProcess::model))
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    private Optional<SeatedProcess> seated(String model, PoolSeat<P> seat) {
        P process = seat.process;
        if (process == null || !process.alive()) {
            return Optional.empty();
        }
        Duration keepAlive = seat.keepAlive == null ? limits.keepAlive() : seat.keepAlive;
        Duration idle = Duration.ofNanos(System.nanoTime() - seat.idleSince);
        boolean stays = seat.users > 0 || keepAlive.isNegative();
        Instant until = stays ? null : Instant.now().plus(keepAlive).minus(idle);
        return Optional.of(new SeatedProcess(model, process.pid(), seat.context, seat.since, until, seat.users > 0));
    }

    private PoolSeat<P> enter(String model) {
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("the engine is closed");
            }
            PoolSeat<P> seat = seats.computeIfAbsent(model, _ -> new PoolSeat<>(limits.slots()));
            if (seat.present >= limits.slots() + limits.waiting()) {
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

    private int acquire(PoolSeat<P> seat, int slots) throws InterruptedException {
        seat.line.acquire(slots);
        lock.lock();
        try {
            seat.users += slots;
        } finally {
            lock.unlock();
        }
        return slots;
    }

    private int release(PoolSeat<P> seat, int slots) {
        lock.lock();
        try {
            seat.users -= slots;
            seat.idleSince = System.nanoTime();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        seat.line.release(slots);
        return slots;
    }

    private void leave(PoolSeat<P> seat, int held) {
        lock.lock();
        try {
            seat.present--;
        } finally {
            lock.unlock();
        }
        release(seat, held);
    }

    /// Waits until the process can be used as it is, or nobody uses it as it is.
    ///
    /// @return the process, leased; null if it has to be loaded, which is the caller's then
    private @Nullable P fitting(PoolSeat<P> seat, Object loading) throws InterruptedException {
        lock.lockInterruptibly();
        int mine = 0;
        try {
            while (true) {
                P process = seat.process;
                boolean alive = process != null && process.alive();
                boolean fits = alive && !seat.beingLoaded && loading.equals(seat.loading);
                // Who needs it otherwise gets it when those who have it now are done, however many more come.
                if (fits && process != null && (seat.changing == mine || seat.leases == 0)) {
                    seat.leases++;
                    return process;
                }
                if (!seat.beingLoaded && (!alive || seat.leases == 0)) {
                    seat.beingLoaded = true;
                    return null;
                }
                if (mine == 0 && alive && !fits) {
                    mine = 1;
                    seat.changing++;
                }
                changed.await();
            }
        } finally {
            seat.changing -= mine;
            changed.signalAll();
            lock.unlock();
        }
    }

    private P loaded(PoolSeat<P> seat, M model, Object loading) throws InterruptedException {
        P process = null;
        boolean counted = false;
        try {
            kill(takeFrom(List.of(seat)));
            makeRoom();
            counted = true;
            refuseWithoutMemory(model);
            process = loader.load(model);
            return process;
        } finally {
            seat(seat, model, process, loading, counted);
        }
    }

    private void seat(PoolSeat<P> seat, M model, @Nullable P process, Object loading, boolean counted) {
        lock.lock();
        try {
            seat.beingLoaded = false;
            changed.signalAll();
            seat.process = process;
            seat.loading = loading;
            seat.keepAlive = null;
            if (process == null) {
                processes -= counted ? 1 : 0;
                return;
            }
            seat.since = Instant.now();
            seat.context = model.contextLength();
            seat.leases++;
            if (closed) {
                process.kill();
            }
        } finally {
            lock.unlock();
        }
    }

    private void refuseWithoutMemory(M model) {
        // What would be taken of the reserve would be taken away again at the next look.
        long needed = model.memory() + limits.reserve();
        if (needed > memoryFree.getAsLong()) {
            kill(takeIdle(_ -> true));
            long free = memoryFree.getAsLong();
            if (needed > free) {
                throw new ApplianceException(ModelsProblems.memoryShort(model.name(), needed, free));
            }
        }
    }

    /// Counts one more process, ending the one that was idle longest, or waiting, where there would be too
    /// many. What is kept for ever has to give way too: somebody wants the other one now.
    private void makeRoom() throws InterruptedException {
        P victim = null;
        lock.lockInterruptibly();
        try {
            while (processes >= limits.processes()) {
                Optional<PoolSeat<P>> idle = longestIdle();
                if (idle.isPresent()) {
                    victim = stand(idle.get());
                } else {
                    changed.await();
                }
            }
            processes++;
        } finally {
            lock.unlock();
        }
        if (victim != null) {
            victim.kill();
        }
    }

    private List<P> takeFrom(Collection<PoolSeat<P>> some) {
        lock.lock();
        try {
            return some.stream().map(this::stand).filter(Objects::nonNull).toList();
        } finally {
            lock.unlock();
        }
    }

    /// Takes a process off its seat; under the lock.
    private @Nullable P stand(PoolSeat<P> seat) {
        P process = seat.process;
        if (process != null) {
            seat.process = null;
            processes--;
            changed.signalAll();
        }
        return process;
    }

    private List<P> takeIdle(Predicate<PoolSeat<P>> which) {
        lock.lock();
        try {
            return takeFrom(seats.values().stream()
                    .filter(seat -> seat.users == 0 && which.test(seat))
                    .toList());
        } finally {
            lock.unlock();
        }
    }

    private void kill(List<P> some) {
        some.forEach(ModelProcess::kill);
    }

    private void unloadIdle() {
        Duration longest = limits.reserve() > 0 ? MEMORY_LOOK : LONGEST_LOOK;
        long often = Math.min(limits.keepAlive().toNanos() / 4, longest.toNanos());
        try {
            while (waitedWhileOpen(often)) {
                kill(takeIdle(this::isOver));
                leaveReserve();
            }
        } catch (InterruptedException _) {
            // Nobody interrupts this thread but the end of this process, which ends the others.
        }
    }

    /// Others on the machine need memory: one model after the other goes, the one idle longest first, until there is
    /// some. Those that are being used stay.
    private void leaveReserve() {
        while (limits.reserve() > 0 && machineFree.getAsLong() < limits.reserve()) {
            P victim = takeLongestIdle();
            if (victim == null) {
                return;
            }
            victim.kill();
        }
    }

    private @Nullable P takeLongestIdle() {
        lock.lock();
        try {
            return longestIdle().map(this::stand).orElse(null);
        } finally {
            lock.unlock();
        }
    }

    /// Under the lock.
    private Optional<PoolSeat<P>> longestIdle() {
        return seats.values().stream()
                .filter(seat -> seat.users == 0 && seat.process != null)
                .min(Comparator.comparingLong(seat -> seat.idleSince));
    }

    private boolean isOver(PoolSeat<P> seat) {
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

    /// Ends all processes, with what they are doing.
    @Override
    public void close() {
        List<P> all;
        lock.lock();
        try {
            closed = true;
            all = takeFrom(seats.values());
        } finally {
            lock.unlock();
        }
        kill(all);
    }
}
