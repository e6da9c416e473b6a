package io.aiplat.gateway.cache;

/// Result of a cache lookup: what there is for a request that may be answered from memory.
sealed interface CacheResult {
    /// An answer.
    record Hit(CachedResponse kept) implements CacheResult {}

    /// An equal request that is being answered.
    record Pending(InFlightRequest flight) implements CacheResult {}

    /// Nothing. Equal requests wait from now on, until whoever has asked lands the flight.
    record Miss(InFlightRequest own) implements CacheResult {}
}
