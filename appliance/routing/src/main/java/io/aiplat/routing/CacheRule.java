package io.aiplat.routing;

import java.time.Duration;

/// Cache rule of a route: that answers to equal requests are kept.
///
/// @param ttl        how long
/// @param maxEntries how many, at least 1
public record CacheRule(Duration ttl, int maxEntries) {
    public CacheRule {
        Checks.that(ttl.isPositive(), "A ttl is more than nothing.");
        Checks.that(maxEntries >= 1, "A cache holds at least 1 answer.");
    }
}
