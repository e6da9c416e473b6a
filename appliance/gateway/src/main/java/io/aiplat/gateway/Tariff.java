package io.aiplat.gateway;

import io.aiplat.governance.Price;
import io.aiplat.routing.Route;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/// What a route costs, as the ledger counts it: in millionths of the currency.
///
/// @param price    the dearest of the route's deployments, since which of them answers is not known when
///                 money is reserved
/// @param currency of its prices; empty where it costs nothing
record Tariff(Price price, String currency) {
    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);
    private static final long SAMPLE = 1_000_000;

    static Tariff of(Route route) {
        List<io.aiplat.routing.Price> prices = route.deployments().stream()
                .map(route::priceOf)
                .filter(Objects::nonNull)
                .toList();
        Price dearest = prices.stream()
                .map(Tariff::counted)
                .max(Comparator.comparingLong(
                        price -> price.bound(SAMPLE, SAMPLE, route.limits().whole())))
                .orElse(Price.FREE);
        return new Tariff(dearest, prices.isEmpty() ? "" : prices.getFirst().currency());
    }

    private static Price counted(io.aiplat.routing.Price price) {
        return switch (price) {
            case io.aiplat.routing.Price.PerGpuHour hour -> new Price.PerGpuHour(micros(hour.gpuHour()));
            case io.aiplat.routing.Price.PerToken token -> {
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
