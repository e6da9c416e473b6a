package io.aiplat.gateway.guard;

import org.jspecify.annotations.Nullable;

/// Guarded request: what guards say of one that may go on.
///
/// @param body       its new body; null if nothing is changed
/// @param confinedBy name of the guard that keeps it in the house; null for none
public record GuardedRequest(
        byte @Nullable [] body, @Nullable String confinedBy) {
    static final GuardedRequest AS_IT_IS = new GuardedRequest(null, null);
}
