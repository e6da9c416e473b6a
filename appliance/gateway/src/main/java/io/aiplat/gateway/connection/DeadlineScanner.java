package io.aiplat.gateway.connection;

import io.aiplat.model.FatalErrors;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Deadline scanner of all connections: one clock that looks at each of them fifty times a second, so that no request
/// needs a timer of its own. Looks every five seconds only where nothing may come due.
public final class DeadlineScanner implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DeadlineScanner.class);
    private static final long PERIOD_NANOS = 20_000_000;
    private static final int IDLE_ROUNDS = 50;
    /// How late an idle connection may be seen to be idle for too long.
    private static final long ASLEEP_NANOS = 5_000_000_000L;

    private final Set<Watched> watched = ConcurrentHashMap.newKeySet();
    private final Thread thread;
    private volatile boolean asleep;
    private volatile boolean closed;

    /// Something that has to look at the time.
    @FunctionalInterface
    public interface Watched {
        /// Looks. Must not block.
        ///
        /// @param now of [System#nanoTime]
        /// @return whether anything may come due
        boolean tick(long now);
    }

    /// Begins to tick.
    public DeadlineScanner() {
        thread = Thread.ofPlatform()
                .daemon()
                .name("gateway-ticker")
                .start(FatalErrors.vital("the clock of all time limits", this::run));
    }

    /// Looks at this one too, from now on.
    public void add(Watched one) {
        watched.add(one);
        awake();
    }

    /// Does not look at this one any more.
    public void remove(Watched one) {
        watched.remove(one);
    }

    /// Tells that something may come due. Cheap when it ticks already.
    public void awake() {
        if (asleep) {
            asleep = false;
            LockSupport.unpark(thread);
        }
    }

    private void run() {
        int idle = 0;
        while (!closed) {
            LockSupport.parkNanos(PERIOD_NANOS);
            idle = tickAll(System.nanoTime()) ? 0 : idle + 1;
            if (idle > IDLE_ROUNDS) {
                asleep = true;
                // Whoever came between the look and the line above saw no sleeper: look once more before sleeping.
                if (!tickAll(System.nanoTime())) {
                    sleep();
                }
                asleep = false;
                idle = 0;
            }
        }
    }

    private void sleep() {
        long until = System.nanoTime() + ASLEEP_NANOS;
        for (long left = ASLEEP_NANOS; asleep && !closed && left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(this, left);
        }
    }

    /// One that fails must not take the time from all others.
    private static boolean tick(Watched one, long now) {
        try {
            return one.tick(now);
        } catch (RuntimeException failure) {
            LOG.warn("a connection could not be looked after", failure);
            return true;
        }
    }

    private boolean tickAll(long now) {
        boolean busy = false;
        for (Watched one : watched) {
            busy |= tick(one, now);
        }
        return busy;
    }

    /// Stops.
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
