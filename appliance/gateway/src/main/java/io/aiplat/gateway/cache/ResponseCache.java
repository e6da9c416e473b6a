package io.aiplat.gateway.cache;

import io.aiplat.routing.CacheRule;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Response cache with request coalescing: answers that may be given again, in memory and bounded.
/// Answers that may be given again, in memory, bounded in number for each route and in bytes for all
/// together. What was not used for longest goes first. And the answers that are being fetched, for those who
/// ask the same meanwhile.
public final class ResponseCache {
    /// Bytes of all answers together: an eighth of the heap, and no more than 64 MiB.
    public static final long MOST_BYTES =
            Math.min(64L << 20, Runtime.getRuntime().maxMemory() / 8);

    /// Bytes of an answer; a larger one is not kept.
    public static final int LARGEST = 2 << 20;

    private final long mostBytes;
    private final LongSupplier nanos;
    private final Map<String, RouteCache> shelves = new HashMap<>();
    private final Map<String, InFlightRequest> flights = new HashMap<>();
    private Set<String> routes = Set.of();
    private long bytes;

    /// The answers of one route, those used last at the end.
    private static final class RouteCache {
        private final Map<String, CachedResponse> answers = new LinkedHashMap<>(16, 0.75f, true);
        private long bytes;
    }

    /// Begins empty.
    ///
    /// @param nanos the clock, as [System#nanoTime] counts
    public ResponseCache(LongSupplier nanos) {
        this(nanos, MOST_BYTES);
    }

    ResponseCache(LongSupplier nanos, long mostBytes) {
        this.nanos = nanos;
        this.mostBytes = mostBytes;
    }

    /// Forgets the answers of all routes but these, and keeps none of others from now on.
    public synchronized void retain(Set<String> these) {
        routes = Set.copyOf(these);
        shelves.entrySet().removeIf(shelf -> {
            boolean gone = !routes.contains(shelf.getKey());
            bytes -= gone ? shelf.getValue().bytes : 0;
            return gone;
        });
    }

    long now() {
        return nanos.getAsLong();
    }

    /// What there is for a request. Of those that ask the same at once, and find nothing, one is to fetch it.
    synchronized CacheResult look(String route, String request, CacheRule rule) {
        CachedResponse kept = find(route, request, rule);
        if (kept != null) {
            return new CacheResult.Hit(kept);
        }
        InFlightRequest other = flights.get(request);
        if (other != null) {
            return new CacheResult.Pending(other);
        }
        InFlightRequest own = new InFlightRequest();
        flights.put(request, own);
        return new CacheResult.Miss(own);
    }

    /// Ends a flight that [#look] has given out.
    ///
    /// @param kept what those who wait get; null for nothing
    void land(String request, InFlightRequest flight, @Nullable CachedResponse kept) {
        synchronized (this) {
            flights.remove(request, flight);
        }
        flight.land(kept);
    }

    /// The answer to a request; null if none is kept that is young enough.
    synchronized @Nullable CachedResponse find(String route, String request, CacheRule rule) {
        RouteCache shelf = shelves.get(route);
        CachedResponse kept = shelf == null ? null : shelf.answers.get(request);
        if (shelf != null && kept != null && now() - kept.since() >= rule.ttl().toNanos()) {
            remove(shelf, request);
            return null;
        }
        return kept;
    }

    /// Keeps an answer, if it is not too large and its route is still there.
    synchronized void keep(String route, String request, CachedResponse kept, CacheRule rule) {
        if (!routes.contains(route) || kept.content().length() > LARGEST || kept.bytes() > mostBytes) {
            return;
        }
        RouteCache shelf = shelves.computeIfAbsent(route, _ -> new RouteCache());
        remove(shelf, request);
        shelf.answers.put(request, kept);
        shelf.bytes += kept.bytes();
        bytes += kept.bytes();
        while (shelf.answers.size() > rule.maxEntries()) {
            removeOldest(shelf);
        }
        while (bytes > mostBytes) {
            removeOldest(largest());
        }
    }

    private RouteCache largest() {
        RouteCache largest = new RouteCache();
        for (RouteCache shelf : shelves.values()) {
            largest = shelf.bytes > largest.bytes ? shelf : largest;
        }
        return largest;
    }

    private void remove(RouteCache shelf, String request) {
        CachedResponse kept = shelf.answers.remove(request);
        if (kept != null) {
            forget(shelf, kept);
        }
    }

    private void removeOldest(RouteCache shelf) {
        Iterator<CachedResponse> answers = shelf.answers.values().iterator();
        CachedResponse oldest = answers.next();
        answers.remove();
        forget(shelf, oldest);
    }

    private void forget(RouteCache shelf, CachedResponse kept) {
        shelf.bytes -= kept.bytes();
        bytes -= kept.bytes();
    }

    /// Bytes that are kept.
    synchronized long bytes() {
        return bytes;
    }
}
