package io.aiplat.gateway.pipeline;

import io.aiplat.routing.Route;
import org.jspecify.annotations.Nullable;

/// Confinement of a request to the house: only upstreams of the tier `local` may answer it.
///
/// @param rule what says so, for the request log; null where nothing does
record Confinement(@Nullable String rule) {
    /// By the route that is asked for, or by a guard.
    ///
    /// @param guard that found something; null for none
    static Confinement of(Route route, @Nullable String guard) {
        return new Confinement(route.confined() ? "model:" + route.name() : guard == null ? null : "guard:" + guard);
    }

    boolean holds() {
        return rule != null;
    }
}
