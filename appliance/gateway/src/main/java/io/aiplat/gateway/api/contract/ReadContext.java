package io.aiplat.gateway.api.contract;

import io.aiplat.inference.chat.ServingOptions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Context of reading a request: what is known about it besides its body.
///
/// @param model   as the engine knows it
/// @param cap     most tokens of each answer, where the client did not set fewer; 0 for none
/// @param serving how the route wants the model served
/// @param extras  what whoever is asked can do besides
public record ReadContext(String model, long cap, ServingOptions serving, Set<BackendFeature> extras) {
    public ReadContext {
        extras = Set.copyOf(extras);
    }

    /// Of somebody who can do nothing besides.
    public ReadContext(String model, long cap, ServingOptions serving) {
        this(model, cap, serving, Set.of());
    }

    /// Whether whoever is asked can do this, too.
    public boolean can(BackendFeature extra) {
        return extras.contains(extra);
    }

    /// The lesser of what a client wants and what it may have.
    ///
    /// @param wanted null for the model's own limit
    @Nullable
    public Integer bounded(@Nullable Integer wanted) {
        int most = (int) Math.min(cap, Integer.MAX_VALUE);
        return most == 0 || (wanted != null && wanted < most) ? wanted : Integer.valueOf(most);
    }
}
