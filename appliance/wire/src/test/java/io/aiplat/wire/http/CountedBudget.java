package io.aiplat.wire.http;

import io.aiplat.wire.MemoryAccount;
import java.util.ArrayList;
import java.util.List;

/// Grants everything, or everything up to a limit, and remembers.
final class CountedBudget implements MemoryAccount {
    final List<Long> acquired = new ArrayList<>();
    long held;
    long most = Integer.MAX_VALUE;

    @Override
    public void acquire(long bytes) throws MalformedRequest {
        if (!tryAcquire(bytes)) {
            throw new MalformedRequest(503, "no memory for the body");
        }
    }

    @Override
    public boolean tryAcquire(long bytes) {
        if (held + bytes > most) {
            return false;
        }
        acquired.add(bytes);
        held += bytes;
        return true;
    }

    @Override
    public void release(long bytes) {
        held -= bytes;
    }
}
