package io.aiplat.governance;

import io.aiplat.governance.limit.RateLimits;

/// Result of a reservation: [Reservation] or [RequestDenied], the answer to a [ReservationRequest].
public sealed interface ReservationResult permits Reservation, RequestDenied {
    /// For the `x-ratelimit` headers, as they are after the decision.
    RateLimits rates();
}
