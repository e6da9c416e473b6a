package io.aiplat.gateway;

import io.aiplat.wire.http.MalformedRequest;

/// There is no memory for more of an answer. Goes through the engine, which stops generating; the client is told,
/// and pays for what was written.
final class NoRoom extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient MalformedRequest refusal;

    NoRoom(MalformedRequest refusal) {
        super(refusal.reason(), refusal);
        this.refusal = refusal;
    }

    /// What the client is told.
    MalformedRequest refusal() {
        return refusal;
    }

    /// What a client is told whose answer finds no memory: that is nothing it could have known.
    static MalformedRequest refusal(MalformedRequest cause) {
        MalformedRequest refusal = new MalformedRequest(
                503, "The answer of this model needs more memory than there is now; ask for less, or try again");
        refusal.initCause(cause);
        return refusal;
    }
}
