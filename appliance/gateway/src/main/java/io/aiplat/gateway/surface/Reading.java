package io.aiplat.gateway.surface;

import io.aiplat.models.Serving;
import org.jspecify.annotations.Nullable;

/// What is known about a request besides its body.
///
/// @param model   as the engine knows it
/// @param cap     most tokens of each answer, where the client did not set fewer; 0 for none
/// @param serving how the route wants the model served
public record Reading(String model, long cap, Serving serving) {
    /// The lesser of what a client wants and what it may have.
    ///
    /// @param wanted null for the model's own limit
    @Nullable
    Integer bounded(@Nullable Integer wanted) {
        int most = (int) Math.min(cap, Integer.MAX_VALUE);
        return most == 0 || (wanted != null && wanted < most) ? wanted : Integer.valueOf(most);
    }
}
