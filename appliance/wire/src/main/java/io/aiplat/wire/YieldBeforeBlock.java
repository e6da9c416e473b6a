package io.aiplat.wire;

import java.util.concurrent.locks.LockSupport;

/// Cooperative scheduling: yields before a thread blocks on reading, and while it works for long.
///
/// Virtual threads are not preempted. As many requests as there are cores that search a large body, or hand on a
/// stream whose bytes are always there, would keep everybody else waiting until they are done.
public final class YieldBeforeBlock {
    private YieldBeforeBlock() {}

    /// Lets others go first. On a busy machine the bytes are there by the time they have gone, and are read
    /// without being waited for: that spares an empty read and the registration of interest, a sixth of what a
    /// short request costs. On an idle one this returns at once.
    @SuppressWarnings("ThreadPriorityCheck")
    public static void go() {
        Thread.yield();
    }

    /// Lets go of the core for a moment, in work that waits for nothing; to be called every few milliseconds of it.
    /// [Thread#yield] is not enough: the thread is often taken up again before any that waits in another queue.
    public static void pause() {
        LockSupport.parkNanos(1);
    }
}
