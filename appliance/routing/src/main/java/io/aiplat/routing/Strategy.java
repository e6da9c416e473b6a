package io.aiplat.routing;

import java.util.Locale;

/// Load balancing strategy: how one of several deployments of the same order is chosen.
public enum Strategy {
    /// By chance, in proportion to the weights.
    WEIGHTED,
    /// The one with the fewest requests for its weight.
    LEAST_BUSY,
    /// The one that began to answer soonest of late, with a look at the others now and then.
    LOWEST_LATENCY,
    /// The one that saw the same beginning of a prompt before, unless it has more than its share to do.
    PREFIX;

    /// As `gateway.yaml` writes it.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
