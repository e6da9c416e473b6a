package io.aiplat.gateway.cache;

/// What there is for a request that may be answered from memory.
sealed interface Found {
    /// An answer.
    record Answer(Kept kept) implements Found {}

    /// An equal request that is being answered.
    record Underway(Flight flight) implements Found {}

    /// Nothing. Equal requests wait from now on, until whoever has asked lands the flight.
    record Nothing(Flight own) implements Found {}
}
