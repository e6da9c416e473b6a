package io.aiplat.gateway;

import io.aiplat.gateway.cache.CacheTurn;
import io.aiplat.gateway.cache.ResponseCache;
import io.aiplat.gateway.guard.Guards;
import io.aiplat.governance.KeySnapshot;
import io.aiplat.routing.CacheRule;
import io.aiplat.routing.GatewayPlan;
import io.aiplat.routing.Route;
import io.aiplat.routing.choice.Choice;
import io.aiplat.routing.choice.Router;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What there is to be had now: who answers for which name, and for how much. A request keeps the offer it began
/// with.
///
/// @param terms   by name of the route; worked out once, because every request asks for some
/// @param guards  by name of the route, of those that have any
/// @param maker   of the guards of further plans
/// @param cache   of all plans, a route's answers by the edition of the route
record Offer(
        Router router,
        Map<String, Terms> terms,
        Map<String, Guards> guards,
        Guards.Maker maker,
        ResponseCache cache,
        Map<String, RouteEdition> editions) {
    static Offer first(GatewayPlan plan, RandomGenerator random, Guards.Maker maker) {
        return of(new Router(plan, random), maker, new ResponseCache(System::nanoTime), Map.of());
    }

    private static Offer of(Router router, Guards.Maker maker, ResponseCache cache, Map<String, RouteEdition> before) {
        Map<String, Tariff> tariffs = new HashMap<>();
        for (Route route : router.plan().routes()) {
            tariffs.put(route.name(), Tariff.of(route));
        }
        Map<String, Terms> terms = new HashMap<>();
        for (Route route : router.plan().routes()) {
            terms.put(route.name(), Terms.of(route, router, tariffs));
        }
        Map<String, RouteEdition> editions = RouteEdition.of(router.plan(), before);
        cache.retain(editions.values().stream().map(RouteEdition::id).collect(Collectors.toSet()));
        return new Offer(router, Map.copyOf(terms), maker.of(router.plan()), maker, cache, editions);
    }

    /// That of another plan. What was seen of deployments that stay is kept, and the answers of routes that stay.
    Offer with(GatewayPlan plan) {
        return of(router.with(plan), maker, cache, editions);
    }

    /// What goes on around a request; null for nothing, as with nearly all.
    @Nullable
    Treatment treatment(Router.Target asked, KeySnapshot key) {
        Route route = asked.route();
        Guards guard = guards.isEmpty() ? null : guards.get(route.name());
        CacheRule rule = CacheTurn.rule(route, key);
        // Who may not use the model gets none of its answers either. With a limit that only reports, one may.
        CacheRule own = rule != null && (key.shadow() || key.mayUse(Terms.use(asked))) ? rule : null;
        return guard == null && own == null
                ? null
                : new Treatment(route, guard, own, cache, edition(route).id());
    }

    private RouteEdition edition(Route route) {
        return Objects.requireNonNull(editions.get(route.name()), "no route of this offer");
    }

    /// On which terms a route of this offer is served.
    Terms terms(Route route) {
        Terms known = terms.get(route.name());
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
    Tariff.Fee fee(Choice.Chosen chosen) {
        return terms(chosen.route()).own().fee(chosen.deployment());
    }
}
