package io.aiplat.gateway.access;

import io.aiplat.gateway.call.Endpoint;
import io.aiplat.governance.key.KeySnapshot;
import io.aiplat.governance.limit.ModelUse;
import io.aiplat.model.spend.Price;
import io.aiplat.routing.FallbackReason;
import io.aiplat.routing.Route;
import io.aiplat.routing.UpstreamKind;
import io.aiplat.routing.balancing.Router;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// Authorization and worst-case cost of a route with its fallbacks: who may answer for it to whom.
///
/// @param own      what its own deployments cost
/// @param standIns by the names in its fallbacks; without those whose guards would be gone round
/// @param dearest  the price that none of all these is above
/// @param kinds    of all upstreams that may answer
public record RouteAccess(RoutePricing own, Map<String, StandIn> standIns, Price dearest, Set<UpstreamKind> kinds) {
    /// A model that may answer in place of another.
    private record StandIn(ModelUse use, RoutePricing tariff) {}

    /// Those of a route.
    ///
    /// @param tariffs of all routes, by name
    public static RouteAccess of(Route route, Router router, Map<String, RoutePricing> tariffs) {
        RoutePricing own = tariff(route, tariffs);
        Map<String, StandIn> standIns = new HashMap<>();
        Set<UpstreamKind> kinds = EnumSet.noneOf(UpstreamKind.class);
        add(route, router, kinds);
        for (FallbackReason reason : FallbackReason.values()) {
            for (String name : route.fallbacks().of(reason)) {
                Router.Target target = router.find(name);
                // The request keeps the guards it began with.
                if (target != null && route.guards().containsAll(target.route().guards())) {
                    add(target.route(), router, kinds);
                    standIns.put(name, new StandIn(use(target), tariff(target.route(), tariffs)));
                }
            }
        }
        List<Price> prices = new ArrayList<>(List.of(own.dearest()));
        standIns.values().forEach(standIn -> prices.add(standIn.tariff.dearest()));
        return new RouteAccess(own, Map.copyOf(standIns), Price.dearest(prices), Set.copyOf(kinds));
    }

    private static void add(Route route, Router router, Set<UpstreamKind> kinds) {
        route.deployments().forEach(d -> kinds.add(router.plan().upstreamOf(d).provider()));
    }

    /// Whether a server may get the client's own bytes, and not what we make of them.
    public boolean passOn(Endpoint endpoint) {
        return kinds.contains(endpoint.nativeKind());
    }

    private static RoutePricing tariff(Route route, Map<String, RoutePricing> tariffs) {
        return Objects.requireNonNull(tariffs.get(route.name()), route.name());
    }

    /// What is asked for, as keys are given it.
    public static ModelUse use(Router.Target target) {
        return new ModelUse(target.model(), target.others());
    }

    /// Whether a name in its fallbacks may answer a key: nobody gets by a failure what it may not ask for.
    public boolean allow(String standIn, KeySnapshot key) {
        StandIn model = standIns.get(standIn);
        return model != null && (key.shadow() || key.mayUse(model.use));
    }

    /// The price that no answer to a key is above.
    public Price most(KeySnapshot key) {
        if (standIns.isEmpty() || key.shadow() || !key.isSelective()) {
            return dearest;
        }
        List<Price> prices = new ArrayList<>(List.of(own.dearest()));
        for (StandIn standIn : standIns.values()) {
            if (key.mayUse(standIn.use)) {
                prices.add(standIn.tariff.dearest());
            }
        }
        return Price.dearest(prices);
    }
}
