package io.aiplat.gateway.provider;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/// Negative cache: the models of a server that were asked for something the server does not have, for a while. A
/// server may be exchanged for a newer one that does.
public final class MissingModelCache {
    /// So long a server is not asked again.
    public static final Duration TIME = Duration.ofMinutes(10);

    /// Where a wildcard leads to a server, its clients say what models are called.
    private static final int MOST = 1000;

    private final LongSupplier nanos;
    private final Map<String, Long> since = new ConcurrentHashMap<>();

    /// @param nanos as [System#nanoTime]
    public MissingModelCache(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /// Remembers one.
    public void add(String model) {
        if (since.size() >= MOST) {
            since.clear();
        }
        since.put(model, nanos.getAsLong());
    }

    /// Whether it was found lacking a while ago.
    public boolean has(String model) {
        Long then = since.get(model);
        if (then == null) {
            return false;
        }
        if (nanos.getAsLong() - then < TIME.toNanos()) {
            return true;
        }
        since.remove(model, then);
        return false;
    }
}
