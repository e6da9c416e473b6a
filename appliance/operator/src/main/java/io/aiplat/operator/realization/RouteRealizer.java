package io.aiplat.operator.realization;

import io.aiplat.model.Problem;
import io.aiplat.operator.desired.GatewayRoute;
import io.aiplat.routing.Deployment;
import io.aiplat.routing.Route;
import io.aiplat.routing.Strategy;
import io.aiplat.routing.Upstream;
import io.aiplat.routing.source.Fragment;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Realizer of routes: gives them to the gateway.
final class RouteRealizer implements Realizer<GatewayRoute> {
    private final ServiceAddresses addresses;
    private final RoutePublisher publisher;
    private final Map<ResourceKey, Set<URI>> used = new ConcurrentHashMap<>();

    RouteRealizer(ServiceAddresses addresses, RoutePublisher publisher) {
        this.addresses = addresses;
        this.publisher = publisher;
    }

    @Override
    public Realization realize(ResourceKey key, List<GatewayRoute> wanted, @Nullable ModelReport before) {
        Map<String, Upstream> upstreams = new HashMap<>();
        Map<String, String> aliases = new HashMap<>();
        List<Route> routes = new ArrayList<>();
        Set<URI> endpoints = new HashSet<>();
        for (GatewayRoute route : wanted) {
            URI endpoint = route.endpoint();
            if (endpoint == null) {
                aliases.put(route.name(), route.model());
                continue;
            }
            endpoints.add(endpoint);
            String server = key.namespace() + "/" + key.name() + "/" + route.name();
            upstreams.put(
                    server, new Upstream(server, route.provider(), addresses.reachable(endpoint), null, Map.of()));
            routes.add(Route.of(route.name(), List.of(Deployment.of(server, route.model())), Strategy.WEIGHTED));
        }
        List<Problem> rejected = publisher.publish(key, new Fragment(null, upstreams, routes, aliases, Map.of()));
        letGo(used.put(key, endpoints), endpoints);
        return rejected.isEmpty()
                ? Realization.ready(wanted.size() == 1 ? "1 route is served." : wanted.size() + " routes are served.")
                : Realization.degraded(rejected.getFirst());
    }

    /// Undoes what was done for a resource.
    void release(ResourceKey key) {
        letGo(used.remove(key), Set.of());
    }

    private void letGo(@Nullable Set<URI> before, Set<URI> now) {
        if (before != null) {
            before.stream()
                    .filter(endpoint ->
                            !now.contains(endpoint) && used.values().stream().noneMatch(set -> set.contains(endpoint)))
                    .forEach(addresses::release);
        }
    }
}
