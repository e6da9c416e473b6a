package io.aiplat.gateway.surface;

import io.aiplat.models.Serving;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is known about a request besides its body.
///
/// @param model   as the engine knows it
/// @param cap     most tokens of each answer, where the client did not set fewer; 0 for none
/// @param serving how the route wants the model served
/// @param extras  what whoever is asked can do besides
public record Reading(String model, long cap, Serving serving, Set<Extra> extras) {
    public Reading {
        extras = Set.copyOf(extras);
    }

    /// Of somebody who can do nothing besides.
    public Reading(String model, long cap, Serving serving) {
        this(model, cap, serving, Set.of());
    }

    boolean can(Extra extra) {
        return extras.contains(extra);
    }

    /// The lesser of what a client wants and what it may have.
    ///
    /// @param wanted null for the model's own limit
    @Nullable
    Integer bounded(@Nullable Integer wanted) {
        int most = (int) Math.min(cap, Integer.MAX_VALUE);
        return most == 0 || (wanted != null && wanted < most) ? wanted : Integer.valueOf(most);
    }
}
