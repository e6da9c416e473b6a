package io.aiplat.routing.balancing;

import io.aiplat.routing.Deployment;
import io.aiplat.routing.Route;
import io.aiplat.routing.Upstream;
import java.time.Duration;
import java.util.Optional;

/// Result of routing: which deployment a request goes to, or why to none.
public sealed interface RoutingResult {
    /// That one.
    ///
    /// @param model as the upstream knows it
    /// @param lease to be ended exactly once
    record Chosen(Route route, Deployment deployment, Upstream upstream, String model, Lease lease)
            implements RoutingResult {}

    /// Nothing serves this name: 404.
    ///
    /// @param meant the name it resembles
    record UnknownModel(String model, Optional<String> meant) implements RoutingResult {}

    /// All that could be asked have as many requests as may be: 429 or 503.
    record Full(Route route) implements RoutingResult {}

    /// All that could be asked are left alone for a while: 503.
    ///
    /// @param pause until the first of them may be asked again; more than zero
    record CoolingDown(Route route, Duration pause) implements RoutingResult {}

    /// All have been tried for this request.
    record NoneLeft(Route route) implements RoutingResult {}
}
