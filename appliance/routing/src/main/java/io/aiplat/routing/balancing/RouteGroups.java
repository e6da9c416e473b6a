package io.aiplat.routing.balancing;

import io.aiplat.routing.Deployment;
import io.aiplat.routing.Route;
import io.aiplat.routing.RouteRule;
import io.aiplat.routing.scaling.RouteLoad;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The deployments of a route, in the order in which groups of them are used.
///
/// @param byRule those that each of its rules lets answer
record RouteGroups(Route route, List<DeploymentGroup> groups, Map<RouteRule, RouteGroups> byRule) {
    /// What waits for a trial of another request to end is told to come back soon.
    private static final Duration SOON = Duration.ofSeconds(1);

    static RouteGroups of(Route route, List<DeploymentHandle> slots) {
        Map<RouteRule, RouteGroups> byRule = new HashMap<>();
        route.rules().forEach(rule -> byRule.put(rule, under(rule, route, slots)));
        return new RouteGroups(
                route, grouped(route, slots, slot -> slot.deployment().order()), Map.copyOf(byRule));
    }

    private static RouteGroups under(RouteRule rule, Route route, List<DeploymentHandle> slots) {
        List<DeploymentHandle> taken = slots.stream()
                .filter(slot -> rule.takes(slot.deployment(), slot.upstream().tier()))
                .toList();
        List<String> named = rule.upstreams();
        ToIntFunction<DeploymentHandle> order = named.isEmpty()
                ? slot -> slot.deployment().order()
                : slot -> rule.spread() ? 0 : named.indexOf(slot.deployment().upstream());
        return new RouteGroups(route.under(rule), grouped(route, taken, order), Map.of());
    }

    private static List<DeploymentGroup> grouped(
            Route route, List<DeploymentHandle> slots, ToIntFunction<DeploymentHandle> order) {
        TreeMap<Integer, List<DeploymentHandle>> byOrder = new TreeMap<>();
        slots.forEach(slot -> byOrder.computeIfAbsent(order.applyAsInt(slot), _ -> new ArrayList<>())
                .add(slot));
        return byOrder.values().stream()
                .map(group -> new DeploymentGroup(group, route.strategy()))
                .toList();
    }

    /// Those that answer under a rule.
    ///
    /// @param rule null for none
    RouteGroups under(@Nullable RouteRule rule) {
        return rule == null ? this : Objects.requireNonNull(byRule.get(rule), rule.name());
    }

    RoutingResult choose(String rest, long prefix, Set<Deployment> tried, RandomGenerator random, long now) {
        String model = model(rest);
        for (DeploymentGroup group : groups) {
            Lease lease = group.choose(model, prefix, tried, random, now);
            if (lease != null) {
                DeploymentHandle slot = lease.slot();
                return new RoutingResult.Chosen(
                        route,
                        slot.deployment(),
                        slot.upstream(),
                        slot.deployment().modelFor(rest),
                        lease);
            }
        }
        return nobody(model, tried, now);
    }

    /// What is held against one model of a wildcard is not held against the others.
    private String model(String rest) {
        return route.isWildcard() ? rest : "";
    }

    boolean mayServe(String rest, Set<Deployment> useless, long then) {
        return slots().stream()
                .anyMatch(
                        s -> !useless.contains(s.deployment()) && s.condition().allows(model(rest), then));
    }

    private RoutingResult nobody(String model, Set<Deployment> tried, long now) {
        List<DeploymentHandle> left =
                slots().stream().filter(s -> !tried.contains(s.deployment())).toList();
        if (left.isEmpty()) {
            return new RoutingResult.NoneLeft(route);
        }
        if (left.stream().anyMatch(s -> s.condition().allows(model, now))) {
            return new RoutingResult.Full(route);
        }
        Duration wait = left.stream()
                .map(s -> s.condition().pause(model, now))
                .filter(Duration::isPositive)
                .min(Duration::compareTo)
                .orElse(SOON);
        return new RoutingResult.CoolingDown(route, wait);
    }

    RouteLoad load() {
        int inFlight = 0;
        long ended = 0;
        for (DeploymentGroup group : groups) {
            for (DeploymentHandle slot : group.slots()) {
                inFlight += slot.condition().claims();
                ended += slot.condition().successes.sum()
                        + slot.condition().failures.sum();
            }
        }
        return new RouteLoad(inFlight, ended);
    }

    List<DeploymentHandle> slots() {
        return groups.stream().flatMap(g -> g.slots().stream()).toList();
    }
}
