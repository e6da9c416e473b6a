package io.aiplat.routing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Configuration of a gateway: everything `gateway.yaml` says, complete and without contradiction.
///
/// @param listener  where it listens by itself; an appliance has its own settings for that
/// @param upstreams by their names
/// @param routes    with different names
/// @param aliases   by other names, and by beginnings of such with a `*`, the routes or further aliases that are
///     meant
/// @param guards    by their names
/// @param currency the base, in which prices, budgets and all that is spent are counted; empty where nothing states
///     one
/// @param origins of routes and aliases, by their names; none of those of which it is not known
public record GatewayConfig(
        Listener listener,
        List<KeySeed> keys,
        Map<String, Upstream> upstreams,
        List<Route> routes,
        Map<String, String> aliases,
        Map<String, Guard> guards,
        Tracing tracing,
        ResponseStore responses,
        String currency,
        Map<String, Origin> origins) {
    public GatewayConfig {
        keys = List.copyOf(keys);
        upstreams = Map.copyOf(upstreams);
        routes = List.copyOf(routes);
        aliases = Map.copyOf(aliases);
        guards = Map.copyOf(guards);
        origins = Map.copyOf(origins);
        Set<String> names = new HashSet<>();
        for (Route route : routes) {
            Checks.that(names.add(route.name()), route.name() + " is there twice.");
        }
        for (Route route : routes) {
            for (Deployment deployment : route.deployments()) {
                Checks.that(upstreams.containsKey(deployment.upstream()), "No upstream " + deployment.upstream());
            }
            Checks.that(guards.keySet().containsAll(route.guards()), "No such guards: " + route.guards());
        }
        Checks.that(aliases.keySet().stream().noneMatch(names::contains), "An alias is also a model.");
    }

    /// One of which nobody says where its parts come from.
    public GatewayConfig(
            Listener listener,
            List<KeySeed> keys,
            Map<String, Upstream> upstreams,
            List<Route> routes,
            Map<String, String> aliases,
            Map<String, Guard> guards,
            Tracing tracing,
            ResponseStore responses,
            String currency) {
        this(listener, keys, upstreams, routes, aliases, guards, tracing, responses, currency, Map.of());
    }

    /// One that keeps no responses.
    public GatewayConfig(
            Listener listener,
            List<KeySeed> keys,
            Map<String, Upstream> upstreams,
            List<Route> routes,
            Map<String, String> aliases,
            Map<String, Guard> guards,
            Tracing tracing) {
        this(listener, keys, upstreams, routes, aliases, guards, tracing, ResponseStore.OFF, "");
    }

    /// One that serves nothing, for a gateway without a file.
    ///
    /// @param store folder of keys and ledger
    public static GatewayConfig empty(Path store) {
        Listener none = new Listener("127.0.0.1", 4000, store);
        return new GatewayConfig(none, List.of(), Map.of(), List.of(), Map.of(), Map.of(), Tracing.NONE);
    }

    /// The local engine under the name it has among these: the one it was given there, or one that is free.
    public static Upstream local(Upstream engine, Map<String, Upstream> upstreams) {
        return upstreams.values().stream()
                .filter(upstream -> upstream.provider() == UpstreamKind.EMBEDDED)
                .min(Comparator.comparing(Upstream::name))
                .orElseGet(() -> renamed(engine, upstreams));
    }

    /// Names in the file are people's, so ours gives way.
    private static Upstream renamed(Upstream engine, Map<String, Upstream> upstreams) {
        String name = engine.name();
        while (upstreams.containsKey(name)) {
            name += "-engine";
        }
        return new Upstream(
                name, engine.provider(), engine.url(), engine.key(), engine.headers(), engine.tier(), engine.gpus());
    }

    /// Whether any of a route's deployments would lead out of the house.
    public boolean leadsOut(Route route) {
        return route.deployments().stream().anyMatch(each -> upstreamOf(each).tier() == Tier.CLOUD);
    }

    /// Where a route or an alias comes from; null where that is not known.
    public @Nullable Origin originOf(String name) {
        return origins.get(name);
    }

    /// Whether any model is the local engine's.
    public boolean usesLocalEngine() {
        return upstreams.values().stream().anyMatch(upstream -> upstream.provider() == UpstreamKind.EMBEDDED);
    }

    /// The server of one of the deployments.
    public Upstream upstreamOf(Deployment deployment) {
        Upstream upstream = upstreams.get(deployment.upstream());
        if (upstream == null) {
            throw new IllegalArgumentException("no deployment of this plan: " + deployment);
        }
        return upstream;
    }

    /// The other names of each route that lead to it, in order, by the route's name.
    public Map<String, List<String>> aliasesByRoute() {
        ModelNames<Route> names = names();
        Map<String, List<String>> byRoute = new HashMap<>();
        aliases.keySet().stream().sorted().forEach(alias -> {
            ModelNames.Found<Route> found = names.find(alias);
            if (found != null) {
                byRoute.computeIfAbsent(found.thing().name(), _ -> new ArrayList<>())
                        .add(alias);
            }
        });
        return byRoute;
    }

    /// Names of routes that neither the file nor the engine says.
    public Set<String> added() {
        return origins.entrySet().stream()
                .filter(each -> each.getValue().kind() == Origin.Kind.RESOURCE
                        || each.getValue().kind() == Origin.Kind.AGENT)
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    /// The routes by every name that finds them.
    public ModelNames<Route> names() {
        Map<String, Route> byName = new HashMap<>();
        routes.forEach(route -> byName.put(route.name(), route));
        return new ModelNames<>(byName, route -> route, aliases, upstreams, added());
    }
}
