package io.aiplat.governance;

/// The answer to an [Ask].
public sealed interface Decision permits Reservation, Refusal {
    /// For the `x-ratelimit` headers, as they are after the decision.
    RateLimits rates();
}
