package io.aiplat.operator.realization;

import io.aiplat.model.Problem;
import io.aiplat.operator.desired.GatewayRoutes;
import io.aiplat.routing.Guard;
import io.aiplat.routing.Tier;
import io.aiplat.routing.Upstream;
import io.aiplat.routing.source.Fragment;
import java.net.URI;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Realizer of routes: gives them to the gateway, with addresses by which that reaches their servers.
final class RouteRealizer implements Realizer<GatewayRoutes> {
    private final ServiceAddresses addresses;
    private final RoutePublisher publisher;
    private final Map<ResourceKey, Set<URI>> used = new ConcurrentHashMap<>();

    RouteRealizer(ServiceAddresses addresses, RoutePublisher publisher) {
        this.addresses = addresses;
        this.publisher = publisher;
    }

    @Override
    public Realization realize(ResourceKey key, List<GatewayRoutes> wanted, @Nullable ModelReport before) {
        Fragment said = wanted.getFirst().fragment();
        Map<String, Upstream> upstreams = new HashMap<>();
        Set<URI> endpoints = new HashSet<>();
        said.upstreams().forEach((name, upstream) -> {
            URI url = upstream.url();
            upstreams.put(name, url == null ? upstream : reached(upstream, url, endpoints));
        });
        Map<String, Guard> guards = new HashMap<>();
        said.guards().forEach((name, guard) -> guards.put(name, reached(guard, endpoints)));
        List<Problem> rejected =
                publisher.publish(key, new Fragment(null, upstreams, said.routes(), said.aliases(), guards));
        letGo(used.put(key, endpoints), endpoints);
        int names = said.routes().size() + said.aliases().size();
        return rejected.isEmpty()
                ? Realization.ready(
                        names == 0
                                ? "It is in use."
                                : names == 1 ? "1 route is served." : names + " routes are served.")
                : Realization.degraded(rejected.getFirst());
    }

    private Upstream reached(Upstream upstream, URI url, Set<URI> endpoints) {
        endpoints.add(url);
        return new Upstream(
                upstream.name(),
                upstream.provider(),
                addresses.reachable(url),
                upstream.key(),
                upstream.headers(),
                upstream.tier(),
                upstream.gpus());
    }

    private Guard reached(Guard guard, Set<URI> endpoints) {
        return switch (guard) {
            case Guard.Presidio presidio -> {
                endpoints.add(presidio.url());
                URI reached = addresses.reachable(presidio.url());
                // A name of two words is a service of the cluster where there is one of that name.
                Tier tier = Tier.of(reached) == Tier.LOCAL ? Tier.LOCAL : presidio.tier();
                yield new Guard.Presidio(presidio.name(), reached, presidio.when(), tier);
            }
            case Guard.Mask _, Guard.Block _, Guard.Confine _ -> guard;
        };
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
