package io.aiplat.routing.source;

import io.aiplat.model.Problem;
import io.aiplat.routing.Deployment;
import io.aiplat.routing.FallbackReason;
import io.aiplat.routing.GatewayConfig;
import io.aiplat.routing.ModelNames;
import io.aiplat.routing.Origin;
import io.aiplat.routing.Route;
import io.aiplat.routing.RouteRule;
import io.aiplat.routing.RoutingProblems;
import io.aiplat.routing.Tier;
import io.aiplat.routing.Upstream;
import io.aiplat.routing.UpstreamKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Checks that names in a merged configuration lead to models, as a file's own are checked when it is read. Only parts
/// of other sources are found wanting: what the file says stands.
final class MergeChecks {
    /// Who follows more aliases than these has made a mistake.
    private static final int MOST_STEPS = 16;

    private final GatewayConfig merged;
    private final Map<MergePart, Problem> wanting = new LinkedHashMap<>();

    MergeChecks(GatewayConfig merged) {
        this.merged = merged;
    }

    /// Parts that cannot stand beside the others, and why; empty if all can.
    Map<MergePart, Problem> check() {
        circles();
        if (wanting.isEmpty()) {
            ModelNames<Route> names = merged.names();
            added(merged.aliases().keySet()).forEach(alias -> alias(alias, names));
            merged.routes().forEach(route -> {
                confined(route);
                past(route, names);
                fallbacks(route, names);
            });
            filesAliases(names);
        }
        return wanting;
    }

    /// Names that are of neither file nor engine, the youngest first.
    private List<String> added(Set<String> names) {
        return names.stream()
                .filter(name -> isAdded(origin(name)))
                .sorted(Comparator.comparing(this::origin, Origin.PRECEDENCE)
                        .reversed()
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    private Origin origin(String name) {
        return Objects.requireNonNull(merged.originOf(name), name);
    }

    private static boolean isAdded(Origin origin) {
        return origin.kind() != Origin.Kind.FILE && origin.kind() != Origin.Kind.ENGINE;
    }

    private void reject(MergePart.Kind kind, String name, String reason) {
        MergePart part = new MergePart(origin(name), kind, name);
        wanting.putIfAbsent(
                part, RoutingProblems.partRejected(part.key(), part.origin().text(), reason));
    }

    /// The youngest alias of each circle goes, so that an older one is not undone by it.
    private void circles() {
        Map<String, String> left = new HashMap<>(merged.aliases());
        for (String alias : added(left.keySet())) {
            List<String> round = new ArrayList<>(List.of(alias));
            Set<String> seen = new HashSet<>();
            String name = alias;
            while (round.size() <= MOST_STEPS && seen.add(name) && left.containsKey(name)) {
                name = left.getOrDefault(name, name);
                round.add(name);
            }
            if (name.equals(alias) && round.size() > 1) {
                MergePart part = new MergePart(origin(alias), MergePart.Kind.ALIAS, alias);
                wanting.put(
                        part, RoutingProblems.circle(part.key(), part.origin().text(), round));
                left.remove(alias);
            } else if (round.size() > MOST_STEPS) {
                reject(MergePart.Kind.ALIAS, alias, "It leads to a model by more than " + MOST_STEPS + " aliases.");
                left.remove(alias);
            }
        }
    }

    private void alias(String alias, ModelNames<Route> names) {
        String name = merged.aliases().getOrDefault(alias, "");
        int star = alias.indexOf('*');
        if (star == 0 || (star > 0 && star < alias.length() - 1)) {
            reject(MergePart.Kind.ALIAS, alias, "A pattern is the beginning of names, with * at its end.");
        } else if (star > 0 && name.endsWith("*")) {
            reject(MergePart.Kind.ALIAS, alias, "All names of a pattern stand for one model.");
        } else if (names.find(star < 0 ? name : alias) == null) {
            reject(MergePart.Kind.ALIAS, alias, "It names the model " + name + ", and there is none.");
        }
    }

    private void fallbacks(Route route, ModelNames<Route> names) {
        for (FallbackReason reason : FallbackReason.values()) {
            for (String name : route.fallbacks().of(reason)) {
                ModelNames.Found<Route> found = names.find(name);
                if (found == null) {
                    missing(route, name);
                    continue;
                }
                Route other = found.thing();
                if (other.equals(route) && !route.isWildcard() && isAdded(origin(route.name()))) {
                    reject(MergePart.Kind.ROUTE, route.name(), "It is a fallback of itself.");
                } else if (!route.guards().containsAll(other.guards())) {
                    unguarded(route, other);
                } else if (route.confined() && merged.leadsOut(other)) {
                    leadsOut(route, other);
                }
            }
        }
    }

    /// A model of the engine may be had by another name, but not past the guards and the price that the file gives it.
    private void past(Route route, ModelNames<Route> names) {
        if (!isAdded(origin(route.name()))) {
            return;
        }
        for (Deployment deployment : route.deployments()) {
            ModelNames.Found<Route> found = isOfEngine(deployment) ? names.find(deployment.model()) : null;
            for (Route own : merged.routes()) {
                boolean same = isOfEngine(deployment)
                        && !isAdded(origin(own.name()))
                        && ((found != null && found.thing().equals(own)) || leadsTo(own, deployment.model()));
                boolean guarded = route.guards().containsAll(own.guards());
                if (same && (!guarded || (route.isFree() && !own.isFree()))) {
                    reject(
                            MergePart.Kind.ROUTE,
                            route.name(),
                            "It leads to " + deployment.model() + " past the " + (guarded ? "price" : "guards")
                                    + " that gateway.yaml gives it as " + own.name() + ".");
                }
            }
        }
    }

    private boolean isOfEngine(Deployment deployment) {
        return merged.upstreamOf(deployment).provider() == UpstreamKind.EMBEDDED;
    }

    private boolean leadsTo(Route route, String model) {
        return route.deployments().stream()
                .anyMatch(each ->
                        isOfEngine(each) && ModelNames.spelling(each.model()).equals(ModelNames.spelling(model)));
    }

    /// What a file says was looked at when it was read.
    private void confined(Route route) {
        if (route.confined() && merged.leadsOut(route) && isAdded(origin(route.name()))) {
            reject(MergePart.Kind.ROUTE, route.name(), "It is confined to local upstreams, and has one that is not.");
        }
        for (RouteRule rule : route.rules()) {
            String out = rule.confined() ? leavesTheHouse(route, rule) : null;
            if (out != null && isAdded(origin(route.name()))) {
                reject(MergePart.Kind.ROUTE, route.name(), out);
            }
        }
        if (!route.guardsThatLeadOut(merged.guards()).isEmpty() && isAdded(origin(route.name()))) {
            reject(MergePart.Kind.ROUTE, route.name(), "It is confined, and has a guard that asks a server outside.");
        }
    }

    /// How a request could leave the house by a rule that confines it, as a sentence; null if it could not.
    private @Nullable String leavesTheHouse(Route route, RouteRule rule) {
        List<String> out = route.deployments().stream()
                .filter(rule::takes)
                .map(Deployment::upstream)
                .filter(name ->
                        Objects.requireNonNull(merged.upstreams().get(name)).tier() == Tier.CLOUD)
                .toList();
        boolean somebody = route.deployments().stream().filter(rule::takes).count() > out.size();
        if (!rule.upstreams().isEmpty() && !out.isEmpty()) {
            return "The rule " + rule.name() + " confines requests to the house, and names the upstream "
                    + out.getFirst() + ", which is not in it.";
        }
        return somebody || rule.refused()
                ? null
                : "The rule " + rule.name() + " confines requests to the house, and nobody there may answer them.";
    }

    private void leadsOut(Route route, Route other) {
        Route younger = Origin.PRECEDENCE.compare(origin(route.name()), origin(other.name())) >= 0 ? route : other;
        Route added = isAdded(origin(younger.name())) ? younger : younger.equals(route) ? other : route;
        if (isAdded(origin(added.name()))) {
            reject(
                    MergePart.Kind.ROUTE,
                    added.name(),
                    other.name() + " leads out of the house and stands in for " + route.name()
                            + ", which is confined.");
        }
    }

    private void missing(Route route, String name) {
        if (isAdded(origin(route.name()))) {
            reject(
                    MergePart.Kind.ROUTE,
                    route.name(),
                    "Its fallback " + name + " is the name of a model, and there is none.");
        } else {
            hidden(name);
        }
    }

    /// A request keeps the guards of the model it asks for, so those of a stand-in would be passed by.
    private void unguarded(Route route, Route other) {
        Route younger = Origin.PRECEDENCE.compare(origin(route.name()), origin(other.name())) >= 0 ? route : other;
        Route older = younger.equals(route) ? other : route;
        // The engine's models have no guards, and a file's were compared when it was read.
        Route added = isAdded(origin(younger.name())) ? younger : older;
        if (isAdded(origin(added.name()))) {
            reject(
                    MergePart.Kind.ROUTE,
                    added.name(),
                    other.name() + " has guards that " + route.name() + " lacks, and stands in for it.");
        }
    }

    private void filesAliases(ModelNames<Route> names) {
        merged.aliases().forEach((alias, name) -> {
            if (!isAdded(origin(alias)) && names.find(alias.endsWith("*") ? alias : name) == null) {
                hidden(name);
            }
        });
    }

    /// A wildcard serves no model that another route serves on terms of its own, so a route that was added can take a
    /// model away from a name that the file has. The youngest that shares a server with the wildcard goes.
    private void hidden(String name) {
        merged.routes().stream()
                .filter(route -> route.isWildcard() && !isAdded(origin(route.name())))
                .filter(route ->
                        name.startsWith(route.name().substring(0, route.name().length() - 1)))
                .max(Comparator.comparingInt(route -> route.name().length()))
                .flatMap(wildcard -> merged.routes().stream()
                        .filter(route -> isAdded(origin(route.name())) && sharesServer(route, wildcard))
                        .max(Comparator.comparing((Route route) -> origin(route.name()), Origin.PRECEDENCE)
                                .thenComparing(Route::name)))
                .ifPresent(route -> reject(
                        MergePart.Kind.ROUTE,
                        route.name(),
                        "With it, " + name + " would not be found any more, which the file names."));
    }

    private boolean sharesServer(Route one, Route other) {
        return one.deployments().stream()
                .map(this::server)
                .anyMatch(
                        server -> other.deployments().stream().map(this::server).anyMatch(server::equals));
    }

    /// Where a deployment is, whatever it is called.
    private record Server(Object provider, @Nullable Object url) {}

    private Server server(Deployment deployment) {
        Upstream upstream = merged.upstreamOf(deployment);
        return new Server(upstream.provider(), upstream.url());
    }
}
