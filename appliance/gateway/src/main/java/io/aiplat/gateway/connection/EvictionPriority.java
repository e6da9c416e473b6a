package io.aiplat.gateway.connection;

/// Eviction priority of a connection when room is short, from what is closed first to what is never closed for
/// another.
enum EvictionPriority {
    /// No request ever came, or it is answered and only lingers.
    EMPTY,
    /// Its client takes no answer, or sends no more of a request that it has begun.
    STALLED,
    /// It waits for its next request.
    IDLE,
    /// It has only just connected, or is just being closed: what becomes of it is soon seen.
    UNDECIDED,
    /// A request is being answered.
    BUSY
}
