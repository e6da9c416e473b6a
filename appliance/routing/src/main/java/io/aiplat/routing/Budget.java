package io.aiplat.routing;

import java.math.BigDecimal;
import java.util.Locale;

/// How much may be spent in a window of time.
///
/// @param amount above zero
public record Budget(BigDecimal amount, String currency, Window window) {
    public Budget {
        Checks.that(amount.signum() > 0, "A budget is more than nothing.");
        Currencies.check(currency);
    }

    /// After what a budget begins anew, in UTC.
    public enum Window {
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
