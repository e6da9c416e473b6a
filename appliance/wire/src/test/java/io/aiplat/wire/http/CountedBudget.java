package io.aiplat.wire.http;

import java.util.ArrayList;
import java.util.List;

/// Grants everything, or everything up to a limit, and remembers.
final class CountedBudget implements BodyBudget {
    final List<Integer> acquired = new ArrayList<>();
    int held;
    int most = Integer.MAX_VALUE;

    @Override
    public void acquire(int bytes, int heldBefore) throws MalformedRequest {
        if (held + bytes > most) {
            throw new MalformedRequest(503, "no memory for the body");
        }
        acquired.add(bytes);
        held += bytes;
    }

    @Override
    public void release(int bytes) {
        held -= bytes;
    }
}
