package io.aiplat.quality.alert.rule;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/// Numbers as the templates of Go write them, so that an alert reads here as it does in Prometheus.
final class GoNumber {
    private static final int SHORTEST = 6;

    private GoNumber() {}

    /// `%v`: as few digits as tell it from all others.
    static String plain(double value) {
        return special(value) ? word(value) : general(new BigDecimal(Double.toString(value)), SHORTEST);
    }

    /// `%.4g` and the like.
    ///
    /// @param digits that count, from 1
    static String general(double value, int digits) {
        return special(value)
                ? word(value)
                : general(new BigDecimal(value).round(new MathContext(digits, RoundingMode.HALF_EVEN)), digits);
    }

    /// `%.2f` and the like.
    static String fixed(double value, int decimals) {
        return special(value)
                ? word(value)
                : (value < 0 || 1 / value < 0 ? "-" : "")
                        + new BigDecimal(Math.abs(value))
                                .setScale(decimals, RoundingMode.HALF_EVEN)
                                .toPlainString();
    }

    private static boolean special(double value) {
        return Double.isNaN(value) || Double.isInfinite(value);
    }

    private static String word(double value) {
        return Double.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
    }

    /// @param most from which power of ten on it is written with an exponent
    private static String general(BigDecimal value, int most) {
        BigDecimal digits = value.stripTrailingZeros();
        int exponent = digits.precision() - digits.scale() - 1;
        if (digits.signum() == 0 || (exponent >= -4 && exponent < most)) {
            return digits.toPlainString();
        }
        String mantissa = digits.movePointLeft(exponent).stripTrailingZeros().toPlainString();
        return mantissa + "e" + (exponent < 0 ? "-" : "+") + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
    }
}
