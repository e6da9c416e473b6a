package io.aiplat.gateway.connection;

import io.aiplat.wire.MemoryAccount;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// The memory account of one request: what it holds of the budget, in its key's share once it is more than little.
/// Belongs to the thread of the request.
public final class MemoryClaim implements MemoryAccount, AutoCloseable {
    private static final Object NOBODY = "nobody";

    private final MemoryBudget budget;
    private Object owner = NOBODY;
    private @Nullable AtomicLong share;
    private long held;
    /// What of it counts as the key's: nothing, or all.
    private long counted;

    private volatile boolean waiting;

    /// Holds nothing yet.
    ///
    /// @param budget what it is taken from
    public MemoryClaim(MemoryBudget budget) {
        this.budget = budget;
    }

    /// Whose share it is, said before anything is held.
    ///
    /// @param key equal for all requests of one key
    public void of(Object key) {
        owner = key;
    }

    long held() {
        return held;
    }

    /// Whether its thread waits for memory, as another may ask.
    boolean isWaiting() {
        return waiting;
    }

    @Override
    public void acquire(long bytes) throws IOException {
        if (!tryAcquire(bytes)) {
            waiting = true;
            try {
                long ofShare = ofShare(bytes);
                budget.await(bytes, share, ofShare, held);
                note(bytes, ofShare);
            } finally {
                waiting = false;
            }
        }
    }

    @Override
    public boolean tryAcquire(long bytes) {
        long ofShare = ofShare(bytes);
        boolean taken = budget.take(bytes, share, ofShare);
        if (taken) {
            note(bytes, ofShare);
        }
        return taken;
    }

    /// How much more counts as the key's if so much more is taken.
    private long ofShare(long bytes) {
        if (share == null && held + bytes > MemoryBudget.SMALL) {
            share = budget.share(owner);
        }
        return share == null ? 0 : held + bytes - counted;
    }

    private void note(long bytes, long ofShare) {
        held += bytes;
        counted += ofShare;
    }

    @Override
    public void release(long bytes) {
        long ofShare = Math.min(counted, bytes);
        held -= bytes;
        counted -= ofShare;
        budget.release(bytes, share, ofShare);
    }

    /// Gives all of it back.
    @Override
    public void close() {
        if (held > 0) {
            release(held);
        }
    }
}
