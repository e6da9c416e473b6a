package io.aiplat.routing;

import java.math.BigDecimal;

/// Exchange rate: what one unit of a currency is worth in the base, the one currency that everything is counted in.
///
/// @param base three upper-case letters
/// @param rate units of the base for one unit, above zero; 1 for the base itself
public record ExchangeRate(String base, BigDecimal rate) {
    public ExchangeRate {
        Currencies.check(base);
        Checks.that(rate.signum() > 0, "A rate is more than nothing.");
    }

    /// An amount in the base, exactly: what is counted in millionths is rounded where it is counted.
    public BigDecimal inBase(BigDecimal amount) {
        return amount.multiply(rate);
    }
}
