package io.aiplat.routing.scaling;

/// Load of a route.
///
/// @param inFlight requests that are sent, or wait until they can be
/// @param ended    requests that have ended since the route is served, as far as they say something of its servers
public record RouteLoad(int inFlight, long ended) {
    /// Of a route that nobody asks.
    public static final RouteLoad NONE = new RouteLoad(0, 0);
}
