package io.aiplat.gateway.access;

import io.aiplat.governance.spend.Price;
import io.aiplat.routing.Deployment;
import io.aiplat.routing.Route;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Pricing of a route, as the ledger counts it: in millionths of the currency.
///
/// @param fees    of its deployments; empty where none costs anything
/// @param dearest the price that none of its deployments is above
public record RoutePricing(List<Priced> fees, Price dearest) {
    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

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
    /// @throws ArithmeticException if a price does not fit
    public static RoutePricing of(Route route) {
        List<Priced> fees = new ArrayList<>();
        Set<Price> prices = new LinkedHashSet<>();
        for (Deployment deployment : route.deployments()) {
            io.aiplat.routing.ConfiguredPrice price = route.priceOf(deployment);
            Fee fee = price == null ? Fee.NONE : new Fee(counted(price), price.currency());
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

    private static Price counted(io.aiplat.routing.ConfiguredPrice price) {
        return switch (price) {
            case io.aiplat.routing.ConfiguredPrice.PerGpuHour hour -> new Price.PerGpuHour(micros(hour.gpuHour()));
            case io.aiplat.routing.ConfiguredPrice.PerToken token -> {
                BigDecimal cached = token.cachedInput();
                BigDecimal written = token.cacheWrite();
                yield new Price.PerToken(
                        perMillion(token.input(), token.tokens()),
                        perMillion(cached == null ? token.input() : cached, token.tokens()),
                        perMillion(written == null ? token.input() : written, token.tokens()),
                        perMillion(token.output(), token.tokens()));
            }
        };
    }

    private static long perMillion(BigDecimal amount, long tokens) {
        return amount.multiply(MILLION)
                .multiply(MILLION)
                .divide(BigDecimal.valueOf(tokens), 0, RoundingMode.UP)
                .longValueExact();
    }

    private static long micros(BigDecimal amount) {
        return amount.multiply(MILLION).setScale(0, RoundingMode.UP).longValueExact();
    }
}
