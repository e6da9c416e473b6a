package io.aiplat.routing.choice;

import io.aiplat.routing.Deployment;
import io.aiplat.routing.Route;
import io.aiplat.routing.Upstream;
import java.time.Duration;
import java.util.Optional;

/// Which deployment a request goes to, or why to none.
public sealed interface Choice {
    /// That one.
    ///
    /// @param model as the upstream knows it
    /// @param lease to be ended exactly once
    record Chosen(Route route, Deployment deployment, Upstream upstream, String model, Lease lease) implements Choice {}

    /// Nothing serves this name: 404.
    ///
    /// @param meant the name it resembles
    record UnknownModel(String model, Optional<String> meant) implements Choice {}

    /// All that could be asked have as many requests as may be: 429 or 503.
    record Full(Route route) implements Choice {}

    /// All that could be asked are left alone for a while: 503.
    ///
    /// @param pause until the first of them may be asked again; more than zero
    record CoolingDown(Route route, Duration pause) implements Choice {}

    /// All have been tried for this request.
    record NoneLeft(Route route) implements Choice {}
}
