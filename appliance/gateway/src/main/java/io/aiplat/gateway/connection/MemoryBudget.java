package io.aiplat.gateway.connection;

import io.aiplat.wire.http.MalformedRequest;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Memory budget: the one bound on all that requests make the process hold, bodies, what is made of them, and
/// answers. Who finds none waits, and is told to come again where waiting does not help.
///
/// Nobody can have all of it: a key has at most [#GREED] times what is left free, the dynamic threshold of switches
/// that share a buffer (Choudhury and Hahne, 1998). One key alone has four fifths, two greedy ones four ninths
/// each, and there is always some left for whoever comes next. See docs/decisions/memory.md for the sum.
public final class MemoryBudget {
    /// Bytes up to which a request is nobody's share: it takes one look at one number.
    static final int SMALL = 64 * 1024;

    private static final int GREED = 4;

    private final long bytes;
    private final Duration patience;
    private final AtomicLong used = new AtomicLong();
    private final Map<Object, AtomicLong> shares = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition freed = lock.newCondition();
    private final AtomicInteger waiting = new AtomicInteger();

    /// Grants.
    ///
    /// @param bytes    in all
    /// @param patience how long a request waits that holds nothing; one that holds memory waits a tenth of that,
    ///     since the others may wait for what it holds
    public MemoryBudget(long bytes, Duration patience) {
        this.bytes = bytes;
        this.patience = patience;
    }

    /// Bytes that requests hold now.
    public long held() {
        return used.get();
    }

    /// Whether somebody waits for memory, so that who holds some without need should give way.
    boolean isWanted() {
        return waiting.get() > 0;
    }

    /// The most that one key can hold, while nobody else holds anything.
    long most() {
        return bytes / (GREED + 1) * GREED;
    }

    AtomicLong share(Object key) {
        return shares.computeIfAbsent(key, _ -> new AtomicLong());
    }

    /// Takes memory if there is some.
    ///
    /// @param share   what the key holds; null for what is small
    /// @param ofShare bytes that count as the key's from now
    boolean take(long more, @Nullable AtomicLong share, long ofShare) {
        while (true) {
            long before = used.get();
            long free = bytes - before - more;
            if (free < 0 || (share != null && share.get() + ofShare > GREED * free)) {
                return false;
            }
            if (used.compareAndSet(before, before + more)) {
                if (share != null) {
                    share.addAndGet(ofShare);
                }
                return true;
            }
        }
    }

    /// Takes memory, and waits for it.
    ///
    /// @param holds what the request holds already, and would keep while it waits
    /// @throws MalformedRequest 413 if it would never get that much, 503 if it waited too long
    void await(long more, @Nullable AtomicLong share, long ofShare, long holds) throws IOException {
        if (share != null && holds + more > most()) {
            throw new MalformedRequest(
                    413,
                    "This request needs " + megabytes(holds + more) + " MB of memory at once, more than the "
                            + megabytes(most()) + " MB that one key may have; send a smaller one, or ask for less");
        }
        long left = (holds > 0 ? patience.dividedBy(10) : patience).toNanos();
        try {
            lock.lockInterruptibly();
            try {
                waiting.incrementAndGet();
                while (!take(more, share, ofShare)) {
                    if (left <= 0) {
                        throw new MalformedRequest(503, "too many large requests at once; try again");
                    }
                    left = freed.awaitNanos(left);
                }
            } finally {
                waiting.decrementAndGet();
                lock.unlock();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for memory");
        }
    }

    private static long megabytes(long bytes) {
        return (bytes + 999_999) / 1_000_000;
    }

    void release(long less, @Nullable AtomicLong share, long ofShare) {
        if (share != null) {
            share.addAndGet(-ofShare);
        }
        used.addAndGet(-less);
        if (waiting.get() > 0) {
            lock.lock();
            try {
                freed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }
}
