package io.aiplat.routing.balancing;

import io.aiplat.routing.FallbackReason;
import io.aiplat.routing.balancing.RetryDecision.FallBack;
import io.aiplat.routing.balancing.RetryDecision.GiveUp;
import io.aiplat.routing.balancing.RetryDecision.Retry;
import java.time.Duration;

/// Retry policy: decides what follows a failure.
/// It is the only place that repeats requests: a client that repeats what the gateway repeated already multiplies the
/// load.
public final class RetryPolicy {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final int DOUBLINGS = 6;

    private RetryPolicy() {}

    /// What to do.
    ///
    /// @param begun     whether a byte of an answer has gone to the client
    /// @param made      attempts at this model so far, at least 1
    /// @param retries   attempts allowed after the first
    /// @param remaining until the deadline of all attempts
    public static RetryDecision decide(Failure failure, boolean begun, int made, int retries, Duration remaining) {
        if (begun) {
            return new GiveUp(RetryDecision.Reason.ANSWER_BEGUN);
        }
        if (!remaining.isPositive()) {
            return new GiveUp(RetryDecision.Reason.DEADLINE);
        }
        return switch (failure.kind().remedy()) {
            case NONE -> new GiveUp(RetryDecision.Reason.REQUEST_AT_FAULT);
            case LONGER_CONTEXT -> new FallBack(FallbackReason.CONTEXT_WINDOW);
            case OTHER_POLICY -> new FallBack(FallbackReason.CONTENT_POLICY);
            case STAND_IN -> new FallBack(FallbackReason.GENERAL);
            case ANOTHER -> made > retries ? new FallBack(FallbackReason.GENERAL) : retry(made, remaining);
        };
    }

    private static RetryDecision retry(int made, Duration remaining) {
        Duration doubled = FIRST_PAUSE.multipliedBy(1L << Math.min(made - 1, DOUBLINGS));
        Duration pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
        return new Retry(pause.compareTo(remaining) < 0 ? pause : Duration.ZERO);
    }
}
