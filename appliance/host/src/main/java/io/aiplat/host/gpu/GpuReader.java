package io.aiplat.host.gpu;

import io.aiplat.model.host.GpuReading;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Reads the graphics processors over time, for those who watch: with who computes on them. One reading serves all who
/// ask within seconds; nothing is read while nobody asks, and where there is no GPU next to nothing.
public final class GpuReader implements AutoCloseable {
    /// A reading this old is as good as a new one to a person.
    private static final Duration FRESH = Duration.ofSeconds(2);

    /// The same to who reads figures at intervals.
    private static final Duration RECENT = Duration.ofSeconds(5);

    /// What is older than this is not what is now.
    private static final Duration STALE = Duration.ofSeconds(30);

    /// A machine that had neither card nor driver is looked at again after this.
    private static final Duration NOTHING = Duration.ofMinutes(10);

    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Duration IDLE = Duration.ofMinutes(1);

    private final GpuSurvey survey;
    private final GpuUsers users;
    private final NvmlSource source;
    private final LongSupplier nanos;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable Taken last;
    private @Nullable Future<?> refresh;
    private volatile @Nullable Future<?> late;
    private boolean reaping;

    private record Taken(GpuFacts facts, long at) {
        boolean nothing() {
            return facts.gpus().isEmpty() && facts.driver() == null;
        }
    }

    /// Reads nothing yet.
    ///
    /// @param environment of this process
    /// @param root        where the files of the system are found, `/`
    public GpuReader(Map<String, String> environment, Path root) {
        this(environment, root, System::nanoTime);
    }

    GpuReader(Map<String, String> environment, Path root, LongSupplier nanos) {
        this.survey = new GpuSurvey(environment, root);
        this.users = new GpuUsers(root);
        this.source = new NvmlSource(environment);
        this.nanos = nanos;
    }

    /// What is now, at most two seconds old. Waits for the driver: half a second the first time, at most 25 seconds
    /// where it hangs.
    public GpuFacts now() {
        lock.lock();
        try {
            Taken taken = last;
            if (taken != null && age(taken) < FRESH.toNanos()) {
                return taken.facts();
            }
            boolean first = taken == null || taken.facts().nvml().state() != NvmlOutcome.State.ANSWERS;
            GpuFacts seen = survey.look(source, first ? GpuSurvey.LIMIT : LIMIT, true);
            GpuFacts facts = new GpuFacts(
                    seen.gpus(),
                    seen.driver(),
                    seen.faults(),
                    seen.nvml(),
                    seen.readings().stream().map(this::named).toList());
            last = new Taken(facts, nanos.getAsLong());
            reap();
            return facts;
        } finally {
            lock.unlock();
        }
    }

    /// What was read a few seconds ago, or is read within one second; empty where the driver takes longer than that,
    /// and where there is no GPU.
    public Optional<GpuFacts> soon() {
        Taken taken = last;
        long age = taken == null ? Long.MAX_VALUE : age(taken);
        if (taken != null && age < (taken.nothing() ? NOTHING : RECENT).toNanos()) {
            return taken.nothing() ? Optional.empty() : Optional.of(taken.facts());
        }
        Future<?> reading = refreshing();
        try {
            // One that was not awaited to its end is not awaited again by the next who asks.
            reading.get(reading == late ? 0 : PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            late = reading;
        } catch (ExecutionException _) {
            // What was seen before is shown while it lasts.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        Taken next = last;
        return next == null || next.nothing() || age(next) > STALE.toNanos()
                ? Optional.empty()
                : Optional.of(next.facts());
    }

    private synchronized Future<?> refreshing() {
        Future<?> under = refresh;
        if (under == null || under.isDone()) {
            FutureTask<GpuFacts> task = new FutureTask<>(this::now);
            Thread.ofVirtual().name("gpu-reading").start(task);
            under = task;
            refresh = task;
        }
        return under;
    }

    private long age(Taken taken) {
        return nanos.getAsLong() - taken.at();
    }

    private GpuReading named(GpuReading reading) {
        return reading.withProcesses(users::named);
    }

    /// Ends the process around NVML when nobody has asked for a minute.
    private void reap() {
        if (!reaping) {
            reaping = true;
            Thread.ofVirtual().name("gpu-idle").start(this::await);
        }
    }

    private void await() {
        try {
            while (!idle()) {
                Thread.sleep(IDLE.dividedBy(2));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean idle() {
        lock.lock();
        try {
            Taken taken = last;
            if (taken != null && age(taken) < IDLE.toNanos()) {
                return false;
            }
            source.close();
            reaping = false;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Ends the process around NVML, also under a reading, which then fails at once.
    @Override
    public void close() {
        source.close();
    }
}
