package io.aiplat.routing;

import java.math.BigDecimal;

/// Exchange rate: what one unit of a currency is worth in the base, the one currency that everything is counted in.
///
/// @param base three upper-case letters
/// @param rate units of the base for one unit, above zero; 1 for the base itself
public record ExchangeRate(String base, BigDecimal rate) {
    public ExchangeRate {
        Checks.that(isCurrency(base), "A currency is three upper-case letters, as USD or EUR.");
        Checks.that(rate.signum() > 0, "A rate is more than nothing.");
    }

    /// Whether a text passes for a currency: three upper-case letters, since credits of a house's own are allowed.
    public static boolean isCurrency(String text) {
        return text.matches("[A-Z]{3}");
    }

    /// An amount in the base, exactly: what is counted in millionths is rounded where it is counted.
    public BigDecimal inBase(BigDecimal amount) {
        return amount.multiply(rate);
    }
}
