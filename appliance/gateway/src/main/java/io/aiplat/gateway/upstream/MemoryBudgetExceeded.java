package io.aiplat.gateway.upstream;

import io.aiplat.wire.http.MalformedRequest;

/// Memory budget exceeded: there is no memory for more of an answer.
/// Goes through the engine, which stops generating; the client is told, and pays for what was written.
public final class MemoryBudgetExceeded extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient MalformedRequest refusal;

    /// Carries what the client is told through the engine.
    public MemoryBudgetExceeded(MalformedRequest refusal) {
        super(refusal.reason(), refusal);
        this.refusal = refusal;
    }

    /// What the client is told.
    public MalformedRequest refusal() {
        return refusal;
    }

    /// What a client is told whose answer finds no memory: that is nothing it could have known.
    public static MalformedRequest refusal(MalformedRequest cause) {
        MalformedRequest refusal = new MalformedRequest(
                503, "The answer of this model needs more memory than there is now; ask for less, or try again");
        refusal.initCause(cause);
        return refusal;
    }
}
