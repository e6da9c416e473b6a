package io.aiplat.governance;

import io.aiplat.governance.limit.RateLimits;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Denied request: no, and why.
///
/// @param retryAfter when asking again can help, rounded up to seconds; null when it cannot, for example because the
///     request alone is more than the limit
/// @param message    a sentence for the client that names the limit, whose it is, and the numbers
/// @param limit      in requests, tokens or micro-units, as the kind says; 0 where there is no number
/// @param used       what is spent or reserved already, in the same unit
/// @param asked      what this request would have added
/// @param rates      for the answer's headers
public record RequestDenied(
        Kind kind, @Nullable Duration retryAfter, String message, long limit, long used, long asked, RateLimits rates)
        implements ReservationResult, BodyAdmission {
    /// Which limit it was.
    public enum Kind {
        /// The key, its user or its team may not use the model.
        MODEL_NOT_ALLOWED,
        /// Requests per minute.
        REQUESTS_PER_MINUTE,
        /// Tokens per minute.
        TOKENS_PER_MINUTE,
        /// Requests at the same time.
        CONCURRENCY,
        /// Money.
        BUDGET,
        /// The key was revoked, deleted or has expired since it was admitted.
        KEY_GONE,
        /// Spend cannot be recorded, so none is allowed. Holds for keys in shadow mode, too.
        STORE_UNREADABLE
    }

    RequestDenied with(RateLimits now) {
        return new RequestDenied(kind, retryAfter, message, limit, used, asked, now);
    }
}
