package io.aiplat.routing;

import java.math.BigDecimal;
import java.util.Locale;

/// Budget as gateway.yaml states it: how much may be spent in a period.
///
/// @param amount   above zero
/// @param currency the file's base
public record ConfiguredBudget(BigDecimal amount, String currency, Period window) {
    public ConfiguredBudget {
        Checks.that(amount.signum() > 0, "A budget is more than nothing.");
        Currencies.check(currency);
    }

    /// After what a budget begins anew, in UTC.
    public enum Period {
        HOUR,
        DAY,
        WEEK,
        MONTH,
        /// Never: the budget is for the key's life.
        TOTAL;

        /// As `gateway.yaml` writes it.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
