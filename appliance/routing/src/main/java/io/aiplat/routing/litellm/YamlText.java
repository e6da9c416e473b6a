package io.aiplat.routing.litellm;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// YAML text: values as `gateway.yaml` writes them.
final class YamlText {
    private static final BigDecimal MILLION = new BigDecimal(1_000_000);

    private YamlText() {}

    /// A text in double quotes, in which nothing is put in.
    static String text(String plain) {
        StringBuilder quoted = new StringBuilder("\"");
        plain.replace("${", "$${").codePoints().forEach(c -> {
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (c < ' ' || (c >= 0x7f && c < 0xa0)) {
                        quoted.append("\\x%02x".formatted(c));
                    } else {
                        quoted.appendCodePoint(c);
                    }
                }
            }
        });
        return quoted.append('"').toString();
    }

    /// A time of so many seconds, perhaps with a fraction; null for what is no time above zero.
    static @Nullable String seconds(@Nullable String seconds) {
        if (seconds == null || !seconds.matches("[0-9]{1,6}([.][0-9]{1,3})?")) {
            return null;
        }
        long millis = new BigDecimal(seconds).movePointRight(3).longValueExact();
        if (millis == 0) {
            return null;
        }
        return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
    }

    /// A whole number between two bounds; null for what is none.
    static @Nullable String number(@Nullable String text, int least, int most) {
        if (text == null || !text.matches("[0-9]{1,9}")) {
            return null;
        }
        int number = Integer.parseInt(text);
        return number >= least && number <= most ? String.valueOf(number) : null;
    }

    /// The price of a million of what costs so much; null for what is no price.
    static @Nullable String million(@Nullable String each) {
        if (each == null || !each.matches("[0-9]{0,6}([.][0-9]{0,20})?([eE]-?[0-9]{1,2})?") || each.startsWith("e")) {
            return null;
        }
        try {
            BigDecimal amount = new BigDecimal(each).multiply(MILLION).stripTrailingZeros();
            return amount.scale() > 12 || amount.precision() - amount.scale() > 12 ? null : amount.toPlainString();
        } catch (NumberFormatException e) {
            // A lone full stop.
            return null;
        }
    }
}
