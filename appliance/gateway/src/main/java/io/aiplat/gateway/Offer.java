package io.aiplat.gateway;

import io.aiplat.routing.GatewayPlan;
import io.aiplat.routing.Route;
import io.aiplat.routing.choice.Router;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/// What there is to be had now: who answers for which name, and for how much. A request keeps the offer it began with.
///
/// @param tariffs by name of the route; worked out once, because every request asks for one
record Offer(Router router, Map<String, Tariff> tariffs) {
    static Offer first(GatewayPlan plan, RandomGenerator random) {
        return of(new Router(plan, random));
    }

    private static Offer of(Router router) {
        Map<String, Tariff> tariffs = new HashMap<>();
        for (Route route : router.plan().routes()) {
            tariffs.put(route.name(), Tariff.of(route));
        }
        return new Offer(router, Map.copyOf(tariffs));
    }

    /// That of another plan. What was seen of deployments that stay is kept.
    Offer with(GatewayPlan plan) {
        return of(router.with(plan));
    }

    /// What a route of this offer costs.
    Tariff tariff(Route route) {
        Tariff tariff = tariffs.get(route.name());
        if (tariff == null) {
            throw new IllegalArgumentException("no route of this offer: " + route.name());
        }
        return tariff;
    }
}
