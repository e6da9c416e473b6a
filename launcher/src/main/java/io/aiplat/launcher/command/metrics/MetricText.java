package io.aiplat.launcher.command.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.launcher.render.Table;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Metrics, for people.
final class MetricText {
    private static final MathContext DIGITS = new MathContext(6);
    private static final String NAME = "__name__";

    private MetricText() {}

    /// @param data of an answer of `/api/v1/query`
    static String now(JsonNode data) {
        JsonNode result = data.path("result");
        return switch (data.path("resultType").asText()) {
            case "scalar", "string" -> result.path(1).asText() + "\n";
            case "matrix" -> range(data);
            default -> {
                if (result.isEmpty()) {
                    yield nothing();
                }
                Table table = new Table("SERIES", "VALUE");
                result.forEach(sample -> table.row(
                        series(sample.path("metric")),
                        number(sample.path("value").path(1).asText())));
                yield table.toText();
            }
        };
    }

    private static String nothing() {
        return "No series has a sample there. The metrics are listed by: aiplat metrics query 'count by (__name__)"
                + " ({job=\"aiplat\"})'\n";
    }

    /// @param data of an answer of `/api/v1/query_range`
    static String range(JsonNode data) {
        JsonNode result = data.path("result");
        if (result.isEmpty()) {
            return nothing();
        }
        Table table = new Table("SERIES", "LEAST", "MEAN", "MOST", "LAST", "MOMENTS");
        for (JsonNode series : result) {
            double least = Double.NaN;
            double most = Double.NaN;
            double sum = 0;
            double last = Double.NaN;
            JsonNode values = series.path("values");
            for (JsonNode point : values) {
                last = value(point.path(1).asText());
                least = last < least || Double.isNaN(least) ? last : least;
                most = last > most || Double.isNaN(most) ? last : most;
                sum += last;
            }
            table.row(
                    series(series.path("metric")),
                    number(Double.toString(least)),
                    number(Double.toString(sum / values.size())),
                    number(Double.toString(most)),
                    number(Double.toString(last)),
                    Integer.toString(values.size()));
        }
        return table.toText();
    }

    private static double value(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    /// With six digits that count.
    private static String number(String text) {
        double value = value(text.replace("Infinity", "Inf").replaceFirst("^Inf", "+Inf"));
        return Double.isNaN(value) || Double.isInfinite(value)
                ? text
                : new BigDecimal(text).round(DIGITS).stripTrailingZeros().toPlainString();
    }

    private static String series(JsonNode metric) {
        Map<String, String> labels = new TreeMap<>();
        metric.properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
        String name = labels.containsKey(NAME) ? labels.remove(NAME) : "";
        return name
                + labels.entrySet().stream()
                        .map(label -> label.getKey() + "=\"" + label.getValue() + "\"")
                        .collect(Collectors.joining(", ", "{", "}"));
    }

    static String storage(JsonNode use) {
        return new Table("WHAT", "NUMBER")
                .row("series that are taken", use.path("series").asText())
                .row("bytes on the disk", use.path("bytes").asText())
                .row("oldest sample", use.path("oldest").asText("none"))
                .row(
                        "samples that went for their age, since the start",
                        use.path("too_old").asText())
                .row(
                        "samples that went to make room, since the start",
                        use.path("too_much").asText())
                .row(
                        "samples of series beyond the bound, since the start",
                        use.path("too_many").asText())
                .row(
                        "samples after a newer one, since the start",
                        use.path("late").asText())
                .row(
                        "samples that could not be written, since the start",
                        use.path("lost").asText())
                .row(
                        "files that are damaged or of another version",
                        use.path("unreadable").asText())
                .toText();
    }
}
