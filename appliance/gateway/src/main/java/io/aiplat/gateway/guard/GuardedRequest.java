package io.aiplat.gateway.guard;

import org.jspecify.annotations.Nullable;

/// Guarded request: what guards say of one that may go on.
public final class GuardedRequest {
    /// Of a request that nobody looks at.
    public static final GuardedRequest AS_IT_IS = new GuardedRequest(null, null);

    private final byte @Nullable [] body;
    private final @Nullable String confinedBy;

    /// @param body       its new body, which belongs to this from now on; null if nothing is changed
    /// @param confinedBy name of the guard that keeps it in the house; null for none
    GuardedRequest(byte @Nullable [] body, @Nullable String confinedBy) {
        this.body = body;
        this.confinedBy = confinedBy;
    }

    /// Its new body; null if nothing is changed.
    public byte @Nullable [] body() {
        return body;
    }

    /// Name of the guard that keeps it in the house; null for none.
    public @Nullable String confinedBy() {
        return confinedBy;
    }
}
