package io.aiplat.model.spend;

import java.math.BigDecimal;

/// Budget: what may be spent within a window.
///
/// @param micros millionths of the currency's unit, 0 to 10^15. A store has one currency, the base of gateway.yaml
public record Budget(long micros, Window window) {
    /// The largest, in millionths.
    public static final long MOST = 1_000_000_000_000_000L;

    public Budget {
        if (micros < 0 || micros > MOST) {
            throw new IllegalArgumentException("a budget has 0 to a billion units, not " + amount(micros));
        }
    }

    /// Reads an amount in units of the currency and a window: `5/month`, `0.25/6h`.
    ///
    /// @throws IllegalArgumentException saying what is allowed
    public static Budget parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("a budget is an amount and a window, such as 5/month, not " + text);
        }
        Window window = Window.parse(text.substring(slash + 1).strip());
        try {
            BigDecimal amount = new BigDecimal(text.substring(0, slash).strip());
            return new Budget(amount.movePointRight(6).longValueExact(), window);
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException(
                    "the amount of a budget has at most six decimal places and is below a billion: " + text, e);
        }
    }

    /// As people write it: `5/month`. [#parse] reads it.
    public String text() {
        return amount(micros) + "/" + window.text();
    }

    /// An amount of micro-units in units, without needless zeros: 1500000 is `1.5`.
    public static String amount(long micros) {
        return BigDecimal.valueOf(micros, 6).stripTrailingZeros().toPlainString();
    }
}
