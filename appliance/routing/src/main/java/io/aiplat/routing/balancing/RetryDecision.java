package io.aiplat.routing.balancing;

import io.aiplat.routing.FallbackReason;
import java.time.Duration;

/// Retry decision: what to do after a failure.
public sealed interface RetryDecision {
    /// Another attempt at the same model.
    ///
    /// @param pause to take first if there is no other deployment than those that failed
    record Retry(Duration pause) implements RetryDecision {}

    /// A model that stands in, if there is one.
    record FallBack(FallbackReason reason) implements RetryDecision {}

    /// Tell the client.
    record GiveUp(Reason reason) implements RetryDecision {}

    /// Why nothing is tried any more.
    enum Reason {
        /// The client has a part of the answer; another one would not continue it.
        ANSWER_BEGUN,
        /// The time for all attempts is over.
        DEADLINE,
        /// It would fail anywhere.
        REQUEST_AT_FAULT,
        /// Nobody is left to ask.
        NOBODY_LEFT
    }
}
