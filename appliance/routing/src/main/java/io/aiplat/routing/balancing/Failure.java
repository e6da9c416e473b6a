package io.aiplat.routing.balancing;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One attempt that failed.
///
/// @param status     of the upstream's answer; 0 where there was none
/// @param retryAfter what the upstream asked for; null where it did not
public record Failure(
        FailureKind kind, int status, @Nullable Duration retryAfter) {
    /// One without an answer.
    public static Failure of(FailureKind kind) {
        return new Failure(kind, 0, null);
    }

    /// The failure that an answer with this status is, where its body says no more. An overloaded server (503, 529)
    /// that says when to come back is taken at its word, as one that limits its rate.
    ///
    /// @param status 400 to 599
    public static Failure ofStatus(int status, @Nullable Duration retryAfter) {
        FailureKind kind = switch (status) {
            case 401, 403 -> FailureKind.AUTH;
            case 404 -> FailureKind.NO_MODEL;
            case 408 -> FailureKind.TIMEOUT;
            case 429 -> FailureKind.RATE_LIMITED;
            default -> status >= 500 ? serverError(retryAfter) : FailureKind.BAD_REQUEST;
        };
        return new Failure(kind, status, retryAfter);
    }

    private static FailureKind serverError(@Nullable Duration retryAfter) {
        return retryAfter == null ? FailureKind.SERVER_ERROR : FailureKind.RATE_LIMITED;
    }
}
