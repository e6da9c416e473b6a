package io.aiplat.routing.scaling;

import io.aiplat.routing.Origin;

/// Loads of routes, as all gateways that serve them count together. Asked about once a second; does not wait.
@FunctionalInterface
public interface RouteLoads {
    /// The load of a route.
    ///
    /// @param origin whose route it is; one of the same name that is another's does not count
    /// @param route  its public name
    RouteLoad of(Origin origin, String route);

    /// Whether all gateways know by now that no server of a source's routes runs, so that none sends a request to it
    /// any more. One that shares the memory of whoever scales does at once.
    default boolean isKnownAsleep(Origin origin) {
        return true;
    }
}
