package io.aiplat.provisioning.gpu.watch;

import io.aiplat.inference.RequestRefused;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Problem;
import io.aiplat.provisioning.gpu.watch.GpuWatchState.Verdict;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The watchdog: looks every twenty seconds, says what it sees and has it mended. On a machine without a GPU it looks
/// once, and ends.
public final class GpuWatchdog implements AutoCloseable {
    /// A fallback has to be seen within a minute, and one look may have to wait for a driver that hangs.
    public static final Duration OFTEN = Duration.ofSeconds(20);

    private static final Duration END = Duration.ofSeconds(10);
    private static final String DONE = "done";
    private static final String FAILED = "failed";

    private final Watched watched;
    private final GpuWatchState state;
    private final Duration often;
    private final InstantSource clock;
    private final Consumer<String> log;
    private final Map<FallbackCause, Long> fallbacks = new TreeMap<>();
    private final Map<MendOutcome, Long> mends = new TreeMap<>();
    private volatile List<Problem> alarms = List.of();
    private @Nullable Thread looking;

    /// What is watched, and mended.
    public interface Watched {
        /// Whether there is anything to watch. Asked once, and may take its time.
        boolean present();

        /// Looks. What does not answer is part of the reading.
        WatchReading look();

        /// Mends it; returns when it is done.
        ///
        /// @return what was done, as a few words
        /// @throws ApplianceException if it could not be done
        String mend(GpuMend mend);
    }

    /// Outcome of mending, as in labels of metrics.
    ///
    /// @param action  `reload`, `restart` or `recreate`
    /// @param outcome `done` or `failed`
    public record MendOutcome(String action, String outcome) implements Comparable<MendOutcome> {
        @Override
        public int compareTo(MendOutcome other) {
            int first = action.compareTo(other.action);
            return first != 0 ? first : outcome.compareTo(other.outcome);
        }
    }

    /// Prepares; nothing is looked at yet.
    ///
    /// @param log takes a sentence for what is begun, mended or over
    public GpuWatchdog(
            Watched watched, GpuWatchState state, Duration often, InstantSource clock, Consumer<String> log) {
        this.watched = watched;
        this.state = state;
        this.often = often;
        this.clock = clock;
        this.log = log;
    }

    /// Looks now and from time to time, until closed.
    ///
    /// @return this
    public GpuWatchdog start() {
        looking = Thread.ofVirtual().name("gpu watchdog").start(this::keepLooking);
        return this;
    }

    private void keepLooking() {
        try {
            if (!watched.present()) {
                return;
            }
            while (!Thread.interrupted()) {
                lookAnyway();
                Thread.sleep(often);
            }
        } catch (InterruptedException | CancellationException _) {
            // It was closed.
        }
    }

    /// A look that fails by a fault of ours does not end the watch.
    private void lookAnyway() {
        try {
            look();
        } catch (CancellationException e) {
            throw e;
        } catch (RuntimeException e) {
            log.accept("the GPUs could not be looked at: " + e);
        }
    }

    /// Looks once, and mends what is to be mended.
    public void look() {
        Verdict verdict = state.next(watched.look());
        alarms = state.alarms();
        count(verdict);
        verdict.news().forEach(log);
        GpuMend mend = verdict.mend();
        if (mend != null) {
            mend(mend);
        }
    }

    private void mend(GpuMend mend) {
        String outcome = DONE;
        try {
            log.accept(watched.mend(mend));
        } catch (ApplianceException e) {
            outcome = FAILED;
            log.accept("it was not mended: " + e.problem().what() + ": "
                    + e.problem().why());
        } catch (RequestRefused e) {
            outcome = FAILED;
            log.accept("it was not mended: " + e.getMessage());
        }
        synchronized (this) {
            mends.merge(new MendOutcome(mend.word(), outcome), 1L, Long::sum);
        }
        state.mended(mend, clock.instant());
    }

    private synchronized void count(Verdict verdict) {
        verdict.fallbacks().forEach(cause -> fallbacks.merge(cause, 1L, Long::sum));
    }

    /// What is wrong now; empty where all is well, or nothing is watched.
    public List<Problem> alarms() {
        return alarms;
    }

    /// How often a GPU was found not to be used any more, since the start.
    public synchronized Map<FallbackCause, Long> fallbacks() {
        return Map.copyOf(fallbacks);
    }

    /// How often it was mended, since the start.
    public synchronized Map<MendOutcome, Long> mends() {
        return Map.copyOf(mends);
    }

    /// Looks no more.
    @Override
    public void close() {
        Thread thread = looking;
        if (thread != null) {
            thread.interrupt();
            try {
                thread.join(END);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
