package io.aiplat.gateway.pipeline;

import io.aiplat.routing.Deployment;
import io.aiplat.routing.Fallbacks;
import io.aiplat.routing.GatewayConfig;
import io.aiplat.routing.Guard;
import io.aiplat.routing.Route;
import io.aiplat.routing.Upstream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/// A cache version of a route: it changes with everything that decides what is answered. As long as it is equal,
/// answers that were cached by a plan before are right by this one.
///
/// @param id     by which answers are cached; another one for each version, and not compared
/// @param served all that decides
record RouteRevision(String id, Served served) {
    private static final AtomicLong COUNT = new AtomicLong();

    /// What answers depend on. Where others may stand in for the route it is the whole plan's.
    record Served(
            Route route,
            Map<String, Upstream> upstreams,
            Map<String, Guard> guards,
            List<Route> others,
            Map<String, String> aliases) {}

    /// Those of all routes of a plan, by name.
    ///
    /// @param before those of the plan before
    static Map<String, RouteRevision> of(GatewayConfig plan, Map<String, RouteRevision> before) {
        Map<String, RouteRevision> all = new HashMap<>();
        for (Route route : plan.routes()) {
            Served served = served(plan, route);
            RouteRevision known = before.get(route.name());
            all.put(
                    route.name(),
                    known != null && known.served.equals(served)
                            ? known
                            : new RouteRevision(route.name() + "\n" + COUNT.incrementAndGet(), served));
        }
        return Map.copyOf(all);
    }

    private static Served served(GatewayConfig plan, Route route) {
        if (!route.fallbacks().equals(Fallbacks.NONE)) {
            return new Served(route, plan.upstreams(), plan.guards(), plan.routes(), plan.aliases());
        }
        Map<String, Upstream> upstreams = new HashMap<>(plan.upstreams());
        upstreams
                .keySet()
                .retainAll(
                        route.deployments().stream().map(Deployment::upstream).toList());
        Map<String, Guard> guards = new HashMap<>(plan.guards());
        guards.keySet().retainAll(route.guards());
        return new Served(route, upstreams, guards, List.of(), Map.of());
    }
}
