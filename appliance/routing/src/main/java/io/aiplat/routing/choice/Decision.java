package io.aiplat.routing.choice;

import io.aiplat.routing.FallbackReason;
import java.time.Duration;

/// What to do after a failure.
public sealed interface Decision {
    /// Another attempt at the same model.
    ///
    /// @param pause to take first if there is no other deployment than those that failed
    record Retry(Duration pause) implements Decision {}

    /// A model that stands in, if there is one.
    record FallBack(FallbackReason reason) implements Decision {}

    /// Tell the client.
    record GiveUp(Reason reason) implements Decision {}

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
