package io.aiplat.quality.prometheus;

import io.aiplat.gateway.page.QueryRequest;
import io.aiplat.quality.promql.LabelMatcher;
import io.aiplat.quality.promql.PromQlException;
import io.aiplat.quality.promql.syntax.PromQlExpression;
import io.aiplat.quality.promql.syntax.PromQlParser;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Fields of a request, as Prometheus reads them.
final class QueryFields {
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,8})(ms|[smhdwy])");
    private static final Pattern DURATIONS = Pattern.compile("(?:[0-9]{1,8}(?:ms|[smhdwy]))+");
    /// Milliseconds of the year 9999, beyond which nobody has samples.
    private static final long MOST = 253_402_300_799_000L;

    private final QueryRequest request;

    QueryFields(QueryRequest request) {
        this.request = request;
    }

    /// A field with something in it.
    ///
    /// @throws PromQlException if it is not there
    String needed(String name) {
        String value = request.first(name);
        if (value.isBlank()) {
            throw new PromQlException("The field " + name + " is missing.");
        }
        return value;
    }

    /// A moment: seconds since 1970, or a date as in RFC 3339.
    ///
    /// @param usual where there is none
    /// @return milliseconds
    /// @throws PromQlException if it is of another form
    long moment(String name, long usual) {
        String text = request.first(name);
        if (text.isEmpty()) {
            return usual;
        }
        try {
            return text.contains("T") || text.contains("t")
                    ? OffsetDateTime.parse(text).toInstant().toEpochMilli()
                    : millis(new BigDecimal(text));
        } catch (NumberFormatException | ArithmeticException | DateTimeException _) {
            throw new PromQlException(
                    "The field " + name + " is a moment, as 1700000000.5 or 2026-11-30T12:00:00Z, not " + text + ".");
        }
    }

    private static long millis(BigDecimal seconds) {
        BigDecimal millis = seconds.movePointRight(3);
        if (millis.abs().compareTo(BigDecimal.valueOf(MOST)) > 0) {
            throw new ArithmeticException("beyond all samples");
        }
        return millis.setScale(0, java.math.RoundingMode.HALF_EVEN).longValueExact();
    }

    /// A duration of more than 0: seconds, or with units as in PromQL.
    ///
    /// @return milliseconds
    /// @throws PromQlException if it is of another form
    long duration(String name) {
        String text = needed(name);
        try {
            long millis = DURATIONS.matcher(text).matches() ? units(text) : millis(new BigDecimal(text));
            if (millis > 0) {
                return millis;
            }
        } catch (NumberFormatException | ArithmeticException _) {
            // Said below.
        }
        throw new PromQlException(
                "The field " + name + " is a duration of more than 0, as 15, 15s or 1h30m, not " + text + ".");
    }

    private static long units(String text) {
        long millis = 0;
        Matcher part = DURATION.matcher(text);
        while (part.find()) {
            long unit = switch (part.group(2)) {
                case "ms" -> 1;
                case "s" -> 1_000;
                case "m" -> 60_000;
                case "h" -> 3_600_000;
                case "d" -> 86_400_000;
                case "w" -> 604_800_000;
                default -> 31_536_000_000L;
            };
            millis = Math.addExact(millis, Math.multiplyExact(Long.parseLong(part.group(1)), unit));
        }
        return millis;
    }

    /// The selectors in the fields `match[]`; one without conditions where there are none.
    ///
    /// @throws PromQlException if one is none
    List<List<LabelMatcher>> selectors() {
        List<List<LabelMatcher>> selectors = new ArrayList<>();
        for (String text : request.all("match[]")) {
            if (!(PromQlParser.parse(text) instanceof PromQlExpression.Selector selector) || selector.offset() != 0) {
                throw new PromQlException("The field match[] is a selector, as up{job=\"aiplat\"}, not " + text + ".");
            }
            selectors.add(selector.conditions());
        }
        return selectors.isEmpty() ? List.of(List.of()) : selectors;
    }
}
