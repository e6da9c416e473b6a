package io.aiplat.gateway.pipeline;

import io.aiplat.routing.Route;
import io.aiplat.routing.RouteRule;
import org.jspecify.annotations.Nullable;

/// Confinement of a request to the house: only upstreams of the tier `local` may answer it.
///
/// @param rule what says so, for the request log; null where nothing does
record Confinement(@Nullable String rule) {
    /// By the route that is asked for, by a rule of it, or by a guard.
    ///
    /// @param rule  that the request is under; null for none
    /// @param guard that found something; null for none
    static Confinement of(Route route, @Nullable RouteRule rule, @Nullable String guard) {
        if (route.confined()) {
            return new Confinement("model:" + route.name());
        }
        if (rule != null && rule.confined()) {
            return new Confinement("rule:" + rule.name());
        }
        return new Confinement(guard == null ? null : "guard:" + guard);
    }

    boolean holds() {
        return rule != null;
    }
}
