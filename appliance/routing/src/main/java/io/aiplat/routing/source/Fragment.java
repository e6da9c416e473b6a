package io.aiplat.routing.source;

import io.aiplat.routing.GatewayConfig;
import io.aiplat.routing.Guard;
import io.aiplat.routing.Route;
import io.aiplat.routing.Upstream;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Fragment of a configuration: what one source adds. Its routes and aliases may name what other sources have.
///
/// @param base      whose listener, keys, currency and so on count for the whole; null for all but the file
/// @param upstreams by their names
/// @param routes    with different names; prices are in the currency of the base
/// @param aliases   as in [GatewayConfig]
/// @param guards    by their names
public record Fragment(
        @Nullable GatewayConfig base,
        Map<String, Upstream> upstreams,
        List<Route> routes,
        Map<String, String> aliases,
        Map<String, Guard> guards) {
    /// Of a source that has nothing now.
    public static final Fragment EMPTY = new Fragment(null, Map.of(), List.of(), Map.of(), Map.of());

    public Fragment {
        upstreams = Map.copyOf(upstreams);
        routes = List.copyOf(routes);
        aliases = Map.copyOf(aliases);
        guards = Map.copyOf(guards);
        Set<String> names = new HashSet<>(aliases.keySet());
        for (Route route : routes) {
            if (!names.add(route.name())) {
                throw new IllegalArgumentException(route.name() + " is there twice.");
            }
        }
    }

    /// All that a file says.
    public static Fragment of(GatewayConfig file) {
        return new Fragment(file, file.upstreams(), file.routes(), file.aliases(), file.guards());
    }

    /// A server and routes to it.
    public static Fragment of(Upstream upstream, List<Route> routes) {
        return new Fragment(null, Map.of(upstream.name(), upstream), routes, Map.of(), Map.of());
    }
}
