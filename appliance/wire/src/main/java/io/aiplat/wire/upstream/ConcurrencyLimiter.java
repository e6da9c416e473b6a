package io.aiplat.wire.upstream;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// Concurrency limiter of an upstream: how many calls may be under way.
/// Who comes first is served first; one that is free costs one atomic step.
///
/// A semaphore would do, but for those who wait: they have to be woken by an abort or the clock of all calls,
/// and an interrupt would close whatever channel the thread uses next.
final class ConcurrencyLimiter {
    private final int all;
    private final AtomicInteger free;
    private final Queue<Waiter> waiting;

    ConcurrencyLimiter(int count) {
        this(count, new ConcurrentLinkedQueue<>());
    }

    /// @param waiting empty, and safe for many threads; a test has one that does something at a certain step
    ConcurrencyLimiter(int count, Queue<Waiter> waiting) {
        all = count;
        free = new AtomicInteger(count);
        this.waiting = waiting;
    }

    int taken() {
        return all - free.get();
    }

    boolean tryTake() {
        int seen = free.get();
        while (seen > 0 && !free.compareAndSet(seen, seen - 1)) {
            seen = free.get();
        }
        return seen > 0;
    }

    /// Waits for a slot.
    ///
    /// @return false if the waiter was told to give up
    boolean take(Waiter waiter) {
        enqueue(waiter);
        return await(waiter);
    }

    /// The first half of [#take]: is seen waiting from now on.
    void enqueue(Waiter waiter) {
        waiting.add(waiter);
        if (tryTake()) {
            // One became free before we were seen waiting: it goes to the first in line, which may be us.
            giveBack();
        }
    }

    /// The second half of [#take], on the waiter's thread.
    boolean await(Waiter waiter) {
        boolean interrupted = false;
        while (waiter.state.get() == Waiting.YES) {
            LockSupport.park(this);
            // With the mark set no park would wait any more.
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        boolean granted = waiter.state.get() == Waiting.GRANTED;
        if (!granted) {
            waiting.remove(waiter);
        }
        return granted;
    }

    /// Gives a slot to who waits for one, or back.
    void giveBack() {
        do {
            for (Waiter next = waiting.poll(); next != null; next = waiting.poll()) {
                if (next.settle(Waiting.GRANTED)) {
                    return;
                }
            }
            free.incrementAndGet();
            // Somebody may have begun to wait just before the slot was there to be seen.
        } while (!waiting.isEmpty() && tryTake());
    }

    /// Shows every waiter to somebody.
    void forEachWaiter(Consumer<Waiter> look) {
        waiting.forEach(look);
    }

    private enum Waiting {
        YES,
        GRANTED,
        GIVEN_UP
    }

    /// A call that waits, on the thread that made it.
    static final class Waiter {
        private final Thread thread = Thread.currentThread();
        private final PendingCall call;
        private final AtomicReference<Waiting> state = new AtomicReference<>(Waiting.YES);

        Waiter(PendingCall call) {
            this.call = call;
        }

        PendingCall call() {
            return call;
        }

        /// Lets it go on without a slot. Too late if it has one.
        void giveUp() {
            settle(Waiting.GIVEN_UP);
        }

        private boolean settle(Waiting how) {
            boolean first = state.compareAndSet(Waiting.YES, how);
            if (first) {
                LockSupport.unpark(thread);
            }
            return first;
        }
    }
}
