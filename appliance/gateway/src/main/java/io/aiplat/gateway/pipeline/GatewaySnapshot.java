package io.aiplat.gateway.pipeline;

import io.aiplat.gateway.access.RouteAccess;
import io.aiplat.gateway.access.RoutePricing;
import io.aiplat.gateway.cache.CacheLookup;
import io.aiplat.gateway.cache.ResponseCache;
import io.aiplat.gateway.guard.Guards;
import io.aiplat.governance.key.KeySnapshot;
import io.aiplat.routing.CacheRule;
import io.aiplat.routing.GatewayConfig;
import io.aiplat.routing.Origin;
import io.aiplat.routing.Route;
import io.aiplat.routing.balancing.Router;
import io.aiplat.routing.balancing.RoutingResult;
import io.aiplat.routing.scaling.ColdStart;
import io.aiplat.routing.scaling.ColdStarts;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Immutable snapshot of routes, prices, guards and cache: who answers now for which name, and for how much. A
/// request keeps the one it began with.
///
/// @param terms     by name of the route; worked out once, because every request asks for some
/// @param guards    by name of the route, of those that have any
/// @param maker     of the guards of further plans
/// @param cache     of all plans, a route's answers by the revision of the route
/// @param cold      by name of the route, of those whose servers are started when somebody asks for them
/// @param starts    who starts the servers of further plans
/// @param revisions by name of the route; answers of another revision are not used
public record GatewaySnapshot(
        Router router,
        Map<String, RouteAccess> terms,
        Map<String, Guards> guards,
        Guards.Maker maker,
        ResponseCache cache,
        Map<String, ColdStart> cold,
        ColdStarts starts,
        Map<String, RouteRevision> revisions) {
    /// That of the first plan, with an empty cache; later ones are made with [#with].
    ///
    /// @param random for the choice among deployments
    public static GatewaySnapshot first(
            GatewayConfig plan, RandomGenerator random, Guards.Maker maker, ColdStarts starts) {
        return of(new Router(plan, random), maker, new ResponseCache(System::nanoTime), starts, Map.of());
    }

    private static GatewaySnapshot of(
            Router router,
            Guards.Maker maker,
            ResponseCache cache,
            ColdStarts starts,
            Map<String, RouteRevision> before) {
        Map<String, RoutePricing> tariffs = new HashMap<>();
        for (Route route : router.plan().routes()) {
            tariffs.put(route.name(), RoutePricing.of(route, router.plan().currency()));
        }
        Map<String, RouteAccess> terms = new HashMap<>();
        for (Route route : router.plan().routes()) {
            terms.put(route.name(), RouteAccess.of(route, router, tariffs));
        }
        Map<String, RouteRevision> revisions = RouteRevision.of(router.plan(), before);
        cache.retain(revisions.values().stream().map(RouteRevision::id).collect(Collectors.toSet()));
        return new GatewaySnapshot(
                router,
                Map.copyOf(terms),
                maker.of(router.plan()),
                maker,
                cache,
                cold(router.plan(), starts),
                starts,
                revisions);
    }

    private static Map<String, ColdStart> cold(GatewayConfig plan, ColdStarts starts) {
        Map<String, ColdStart> cold = new HashMap<>();
        for (Route route : plan.routes()) {
            Origin origin = plan.originOf(route.name());
            ColdStart start = origin == null ? null : starts.of(origin);
            if (start != null) {
                cold.put(route.name(), start);
            }
        }
        return Map.copyOf(cold);
    }

    /// What starts the servers of a route; null where they are always there.
    @Nullable
    ColdStart coldStart(Route route) {
        return cold.isEmpty() ? null : cold.get(route.name());
    }

    /// That of another plan. What was seen of deployments that stay is kept, and the answers of routes that stay.
    public GatewaySnapshot with(GatewayConfig plan) {
        return of(router.with(plan), maker, cache, starts, revisions);
    }

    /// The guards of a route; null where it has none.
    @Nullable
    Guards guards(Route route) {
        return guards.isEmpty() ? null : guards.get(route.name());
    }

    /// How long an answer is kept for others who ask the same; null if it is not. Who may not use the model gets none
    /// of its answers either. With a limit that only reports, one may.
    @Nullable
    CacheRule cacheRule(Router.Target asked, KeySnapshot key) {
        CacheRule rule = CacheLookup.rule(asked.route(), key);
        return rule != null && (key.shadow() || key.mayUse(RouteAccess.use(asked))) ? rule : null;
    }

    /// By which a route's answers are kept.
    RouteRevision revision(Route route) {
        return Objects.requireNonNull(revisions.get(route.name()), "no route of this offer");
    }

    /// On which terms a route of this offer is served.
    RouteAccess terms(Route route) {
        RouteAccess known = terms.get(route.name());
        if (known == null) {
            throw new IllegalArgumentException("no route of this offer: " + route.name());
        }
        return known;
    }

    /// Millionths of the currency that any request costs: the smallest there is, unless some model is free.
    long leastCost() {
        return terms.values().stream().anyMatch(each -> each.own().isSomewhereFree()) ? 0 : 1;
    }

    /// What an answer costs.
    RoutePricing.Fee fee(RoutingResult.Chosen chosen) {
        return terms(chosen.route()).own().fee(chosen.deployment());
    }
}
