package io.aiplat.gateway.access;

import io.aiplat.model.spend.Price;
import io.aiplat.routing.Deployment;
import io.aiplat.routing.Route;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Pricing of a route: what the answers of its deployments cost, and at most.
///
/// @param fees    of its deployments; empty where none costs anything
/// @param dearest the price that none of its deployments is above
public record RoutePricing(List<Priced> fees, Price dearest) {
    /// What an answer costs.
    ///
    /// @param currency empty where it costs nothing
    public record Fee(Price price, String currency) {
        static final Fee NONE = new Fee(Price.FREE, "");
    }

    /// A deployment and what its answers cost.
    record Priced(Deployment deployment, Fee fee) {}

    /// What a route's deployments cost, rounded up to the next millionth.
    ///
    /// @param currency of its plan
    /// @throws ArithmeticException if a price does not fit
    public static RoutePricing of(Route route, String currency) {
        List<Priced> fees = new ArrayList<>();
        Set<Price> prices = new LinkedHashSet<>();
        for (Deployment deployment : route.deployments()) {
            Price price = route.priceOf(deployment);
            Fee fee = price == null ? Fee.NONE : new Fee(price, currency);
            prices.add(fee.price());
            fees.add(new Priced(deployment, fee));
        }
        return new RoutePricing(route.isFree() ? List.of() : List.copyOf(fees), Price.dearest(prices));
    }

    /// Whether any of its deployments costs nothing.
    public boolean isSomewhereFree() {
        return fees.isEmpty()
                || fees.stream().anyMatch(priced -> priced.fee.price().equals(Price.FREE));
    }

    /// What an answer of one of the route's deployments costs.
    public Fee fee(Deployment deployment) {
        for (Priced priced : fees) {
            if (priced.deployment.equals(deployment)) {
                return priced.fee;
            }
        }
        return Fee.NONE;
    }
}
