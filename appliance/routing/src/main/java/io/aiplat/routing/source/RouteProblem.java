package io.aiplat.routing.source;

import io.aiplat.model.Problem;
import io.aiplat.routing.Origin;

/// A problem of a route, where it came from.
public record RouteProblem(Origin origin, Problem problem) {}
