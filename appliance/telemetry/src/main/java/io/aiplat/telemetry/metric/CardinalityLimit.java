package io.aiplat.telemetry.metric;

import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// Cardinality limit: one value for each key, up to a number; later keys share that of `other`.
/// Names that come from outside can so never fill the memory or the scrape.
public final class CardinalityLimit<K, V> {
    private final int limit;
    private final Function<K, K> other;
    private final Function<K, V> make;
    private final ConcurrentHashMap<K, V> made = new ConcurrentHashMap<>();

    /// @param other the key under which a key beyond the limit is counted; there are few of those
    public CardinalityLimit(int limit, Function<K, K> other, Function<K, V> make) {
        this.limit = limit;
        this.other = other;
        this.make = make;
    }

    /// The value of a key, made at its first use; that of `other` for a new key beyond the limit.
    public V of(K key) {
        V known = made.get(key);
        if (known != null) {
            return known;
        }
        // Two threads at the limit may both pass it; the bound is then off by the number of threads, no more.
        return made.computeIfAbsent(made.size() < limit ? key : other.apply(key), make);
    }
}
