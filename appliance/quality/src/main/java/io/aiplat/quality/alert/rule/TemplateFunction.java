package io.aiplat.quality.alert.rule;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Function of a template, with the results of Prometheus' `template/template.go`.
enum TemplateFunction {
    HUMANIZE("humanize"),
    HUMANIZE1024("humanize1024"),
    HUMANIZE_PERCENTAGE("humanizePercentage"),
    HUMANIZE_DURATION("humanizeDuration"),
    PRINTF("printf"),
    TO_LOWER("toLower"),
    TO_UPPER("toUpper");

    private static final List<String> LARGE = List.of("k", "M", "G", "T", "P", "E", "Z", "Y");
    private static final List<String> SMALL = List.of("m", "u", "n", "p", "f", "a", "z", "y");
    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private final String word;

    TemplateFunction(String word) {
        this.word = word;
    }

    /// As it is written.
    String word() {
        return word;
    }

    static @Nullable TemplateFunction of(String word) {
        for (TemplateFunction each : values()) {
            if (each.word.equals(word)) {
                return each;
            }
        }
        return null;
    }

    static List<String> words() {
        return List.of(values()).stream().map(TemplateFunction::word).toList();
    }

    /// How many values it takes.
    int arguments() {
        return this == PRINTF ? 2 : 1;
    }

    /// @param values as many as [#arguments]: texts, or numbers as [Double]
    String apply(List<Object> values) {
        Object last = values.getLast();
        return switch (this) {
            case HUMANIZE -> humanize(number(last));
            case HUMANIZE1024 -> humanize1024(number(last));
            case HUMANIZE_PERCENTAGE -> GoNumber.general(number(last) * 100, 4) + "%";
            case HUMANIZE_DURATION -> humanizeDuration(number(last));
            case PRINTF ->
                TemplateFormat.parse(String.valueOf(values.getFirst())).of(last);
            case TO_LOWER -> text(last).toLowerCase(Locale.ROOT);
            case TO_UPPER -> text(last).toUpperCase(Locale.ROOT);
        };
    }

    static String text(Object value) {
        return value instanceof Double number ? GoNumber.plain(number) : Objects.toString(value);
    }

    /// NaN for a text that is no number, where Prometheus puts an error in place of the whole text.
    static double number(Object value) {
        if (value instanceof Double number) {
            return number;
        }
        try {
            return Double.parseDouble(String.valueOf(value));
        } catch (NumberFormatException _) {
            return Double.NaN;
        }
    }

    private static boolean special(double value) {
        return value == 0 || Double.isNaN(value) || Double.isInfinite(value);
    }

    private static String humanize(double value) {
        if (special(value)) {
            return GoNumber.general(value, 4);
        }
        return Math.abs(value) >= 1 ? scaled(value, 1000, "") : small(value);
    }

    private static String humanize1024(double value) {
        return special(value) || Math.abs(value) <= 1 ? GoNumber.general(value, 4) : scaled(value, 1024, "i");
    }

    private static String scaled(double value, int step, String ending) {
        double rest = value;
        String prefix = "";
        for (String next : LARGE) {
            if (Math.abs(rest) < step) {
                break;
            }
            prefix = next + ending;
            rest /= step;
        }
        return GoNumber.general(rest, 4) + prefix;
    }

    private static String small(double value) {
        double rest = value;
        String prefix = "";
        for (String next : SMALL) {
            if (Math.abs(rest) >= 1) {
                break;
            }
            prefix = next;
            rest *= 1000;
        }
        return GoNumber.general(rest, 4) + prefix;
    }

    private static String humanizeDuration(double value) {
        if (value == 0) {
            return "0s";
        }
        if (special(value)) {
            return GoNumber.general(value, 4);
        }
        if (Math.abs(value) < 1) {
            return small(value) + "s";
        }
        String sign = value < 0 ? "-" : "";
        long whole = (long) Math.abs(value);
        String hours = whole / HOUR % 24 + "h ";
        String minutes = whole / MINUTE % 60 + "m ";
        String seconds = whole % MINUTE + "s";
        if (whole >= DAY) {
            return sign + whole / DAY + "d " + hours + minutes + seconds;
        }
        if (whole >= HOUR) {
            return sign + hours + minutes + seconds;
        }
        return whole >= MINUTE ? sign + minutes + seconds : sign + GoNumber.general(Math.abs(value), 4) + "s";
    }
}
