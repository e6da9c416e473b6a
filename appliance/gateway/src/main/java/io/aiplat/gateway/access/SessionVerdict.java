package io.aiplat.gateway.access;

import io.aiplat.model.Problem;

/// Verdict on a request that has no key, by the session it may have.
public sealed interface SessionVerdict {
    /// It may: whoever sent it has signed in.
    record Allowed() implements SessionVerdict {}

    /// It has no session.
    record NoSession() implements SessionVerdict {}

    /// It has a session, and may not use it for this.
    record Refused(Problem problem) implements SessionVerdict {}
}
