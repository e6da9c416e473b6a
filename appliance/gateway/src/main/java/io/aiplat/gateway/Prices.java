package io.aiplat.gateway;

import io.aiplat.governance.Price;
import io.aiplat.routing.Deployment;
import io.aiplat.routing.Route;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Prices of the plan as the ledger counts them: in millionths of the currency.
final class Prices {
    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);
    private static final long SAMPLE = 1_000_000;

    private Prices() {}

    /// The dearest of a route's deployments, since which of them answers is not known when money is reserved.
    static Price of(Route route) {
        return route.deployments().stream()
                .map((Deployment deployment) -> of(route.priceOf(deployment)))
                .max(Comparator.comparingLong(
                        price -> price.bound(SAMPLE, SAMPLE, route.limits().whole())))
                .orElse(Price.FREE);
    }

    /// The currency of a route's prices; empty where it costs nothing.
    static String currencyOf(Route route) {
        return route.deployments().stream()
                .map(route::priceOf)
                .filter(Objects::nonNull)
                .map(io.aiplat.routing.Price::currency)
                .findFirst()
                .orElse("");
    }

    private static Price of(io.aiplat.routing.@Nullable Price price) {
        return switch (price) {
            case null -> Price.FREE;
            case io.aiplat.routing.Price.PerGpuHour hour -> new Price.PerGpuHour(micros(hour.gpuHour()));
            case io.aiplat.routing.Price.PerToken token -> {
                BigDecimal cached = token.cachedInput();
                yield new Price.PerToken(
                        perMillion(token.input(), token.tokens()),
                        perMillion(cached == null ? token.input() : cached, token.tokens()),
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
