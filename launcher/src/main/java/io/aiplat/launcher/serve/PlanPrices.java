package io.aiplat.launcher.serve;

import io.aiplat.model.spend.Price;
import io.aiplat.quality.intake.CostOfModels;
import io.aiplat.routing.GatewayConfig;
import io.aiplat.routing.Route;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Prices of models by the plan that is served: of a route by its name, and of what a deployment asks for by that name.
/// Of several prices for one name the dearest counts.
final class PlanPrices implements CostOfModels {
    private volatile Map<String, Price> prices;

    PlanPrices(GatewayConfig plan) {
        this.prices = of(plan);
    }

    void follow(GatewayConfig plan) {
        prices = of(plan);
    }

    private static Map<String, Price> of(GatewayConfig plan) {
        return plan.routes().stream()
                .flatMap(PlanPrices::of)
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey,
                        Collectors.collectingAndThen(
                                Collectors.mapping(Map.Entry::getValue, Collectors.toList()), Price::dearest)));
    }

    private static Stream<Map.Entry<String, Price>> of(Route route) {
        Stream<Map.Entry<String, Price>> own =
                Stream.ofNullable(route.price()).map(price -> Map.entry(route.name(), price));
        Stream<Map.Entry<String, Price>> deployments = route.deployments().stream()
                .flatMap(each -> {
                    Price price = each.price() == null ? route.price() : each.price();
                    return Stream.ofNullable(price).map(known -> Map.entry(each.model(), known));
                });
        return Stream.concat(own, deployments);
    }

    @Override
    public Optional<Price> price(String model) {
        return Optional.ofNullable(prices.get(model));
    }
}
