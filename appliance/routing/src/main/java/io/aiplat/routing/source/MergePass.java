package io.aiplat.routing.source;

import io.aiplat.model.Problem;
import io.aiplat.routing.Deployment;
import io.aiplat.routing.GatewayConfig;
import io.aiplat.routing.Guard;
import io.aiplat.routing.ModelNames;
import io.aiplat.routing.Origin;
import io.aiplat.routing.Route;
import io.aiplat.routing.RoutingProblems;
import io.aiplat.routing.Upstream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One pass of a merge: takes parts in the order of precedence, as long as their names are free and what they name is
/// there.
final class MergePass {
    private final Set<MergePart> leftOut;
    private final GatewayConfig base;
    private final Map<MergePart, Problem> rejected = new LinkedHashMap<>();
    private final Map<String, Upstream> upstreams = new HashMap<>();
    private final Map<String, Guard> guards = new HashMap<>();
    private final List<Route> routes = new ArrayList<>();
    private final Map<String, String> aliases = new HashMap<>();
    private final Map<String, Origin> origins = new HashMap<>();
    /// Who has a name of a model, by what all its spellings have in common.
    private final Map<String, Origin> owners = new HashMap<>();
    /// Who has a name of an upstream or a guard, by the part's key.
    private final Map<String, Origin> holders = new HashMap<>();

    /// @param inOrder of precedence
    /// @param leftOut parts that are known to be impossible
    MergePass(List<SourceFragment> inOrder, Set<MergePart> leftOut) {
        this.leftOut = leftOut;
        this.base = inOrder.stream()
                .flatMap(each -> Stream.ofNullable(each.fragment().base()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no fragment has a base"));
        List<SourceFragment> named =
                inOrder.stream().filter(each -> !each.isEngine()).toList();
        for (SourceFragment each : named) {
            each.upstreams().forEach(one -> hold(each, MergePart.Kind.UPSTREAM, one, Upstream::name, upstreams));
            each.guards().forEach(one -> hold(each, MergePart.Kind.GUARD, one, Guard::name, guards));
        }
        for (SourceFragment each : named) {
            each.fragment().routes().forEach(route -> route(each, route));
            new TreeMap<>(each.fragment().aliases()).forEach((alias, name) -> alias(each, alias, name));
        }
        inOrder.stream().filter(SourceFragment::isEngine).forEach(this::engine);
    }

    /// Takes what only routes name. Two sources may have the very same.
    private <T> void hold(
            SourceFragment source, MergePart.Kind kind, T thing, Function<T, String> name, Map<String, T> all) {
        MergePart part = new MergePart(source.origin(), kind, name.apply(thing));
        if (leftOut.contains(part)) {
            return;
        }
        T before = all.putIfAbsent(part.name(), thing);
        if (before == null) {
            holders.put(part.key(), source.origin());
        } else if (!before.equals(thing)) {
            taken(part, holders.get(part.key()));
        }
    }

    private void route(SourceFragment source, Route route) {
        MergePart part = source.part(route);
        if (leftOut.contains(part) || isTaken(source, part)) {
            return;
        }
        String missing = missing(source.fragment(), route);
        if (missing != null) {
            rejected.put(
                    part,
                    RoutingProblems.partRejected(part.key(), source.origin().text(), missing));
            return;
        }
        own(part);
        routes.add(route);
    }

    /// What a route names and cannot have, as a sentence; null for nothing. A thing of its own that lost its name to
    /// another is not replaced by that one: it may be somebody else's server.
    private @Nullable String missing(Fragment own, Route route) {
        for (Deployment deployment : route.deployments()) {
            String name = deployment.upstream();
            if (isMissing(own.upstreams().get(name), upstreams.get(name))) {
                return "Its upstream " + name + " is not there.";
            }
        }
        for (String name : route.guards()) {
            if (isMissing(own.guards().get(name), guards.get(name))) {
                return "Its guard " + name + " is not there.";
            }
        }
        return null;
    }

    private static boolean isMissing(@Nullable Object own, @Nullable Object there) {
        return there == null || (own != null && !own.equals(there));
    }

    private void alias(SourceFragment source, String alias, String name) {
        MergePart part = new MergePart(source.origin(), MergePart.Kind.ALIAS, alias);
        if (!leftOut.contains(part) && !isTaken(source, part)) {
            own(part);
            aliases.put(alias, name);
        }
    }

    private boolean isTaken(SourceFragment source, MergePart part) {
        Origin owner = owners.get(ModelNames.spelling(part.name()));
        // Names that a file has in several spellings are different ones there.
        if (owner == null || (source.isFile() && owner.equals(source.origin()))) {
            return false;
        }
        taken(part, owner);
        return true;
    }

    private void own(MergePart part) {
        owners.putIfAbsent(ModelNames.spelling(part.name()), part.origin());
        origins.put(part.name(), part.origin());
    }

    private void taken(MergePart part, @Nullable Origin owner) {
        String other = owner == null ? "" : owner.text();
        rejected.put(part, RoutingProblems.nameTaken(part.key(), part.origin().text(), part.name(), other));
    }

    /// Whoever serves `*` has decided what becomes of the names that nothing else serves.
    private void engine(SourceFragment source) {
        for (Upstream engine : source.upstreams()) {
            Upstream local = GatewayConfig.local(engine, upstreams);
            Route route = Route.everyModelOf(local.name());
            if (!owners.containsKey(ModelNames.spelling(route.name()))) {
                upstreams.put(local.name(), local);
                own(source.part(route));
                routes.add(route);
            }
        }
    }

    /// Parts that are not taken, because their names are others' or what they name is not there.
    Map<MergePart, Problem> rejected() {
        return rejected;
    }

    /// All that was taken.
    GatewayConfig merged() {
        return new GatewayConfig(
                base.listener(),
                base.keys(),
                upstreams,
                routes,
                aliases,
                guards,
                base.tracing(),
                base.responses(),
                base.currency(),
                origins);
    }
}
