package io.aiplat.quality.promql.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.quality.promql.LabelSet;
import io.aiplat.quality.promql.PromQlException;
import io.aiplat.quality.promql.SampledSeries;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A real Prometheus and our engine have the same series, and say the same of every expression: at moments, and over
/// times. The rules in which Prometheus 3 differs from the 2.42 that Debian has are in [RangeFunctionsTest].
@Timeout(300)
class PrometheusDifferenceTest {
    private static final long[] MOMENTS = {600_000, 1_501_337, 3_605_000, 5_400_001, 7_260_000, 7_450_000, 9_000_000};

    private static final int ASKED = MOMENTS.length + 2;

    private final SampleSeries series = new SampleSeries();
    private final PromQlEngine engine =
            new PromQlEngine(series, QueryLimits.USUAL, System::nanoTime, PrometheusVersion.TWO);
    private final List<String> different = new ArrayList<>();
    private int compared;

    /// Values of one series by time.
    private record Points(TreeMap<Long, Double> values) {
        static Points of(SampledSeries series) {
            TreeMap<Long, Double> values = new TreeMap<>();
            for (int i = 0; i < series.times().length; i++) {
                values.put(series.times()[i], series.values()[i]);
            }
            return new Points(values);
        }
    }

    private static List<String> expressions() throws Exception {
        Path file = Path.of(PrometheusDifferenceTest.class
                .getResource("/promql/expressions.txt")
                .toURI());
        try (Stream<String> lines = Files.lines(file, StandardCharsets.UTF_8)) {
            return lines.skip(1).toList();
        }
    }

    @Test
    void bothSayTheSameOfEveryExpression(@TempDir Path folder) throws Exception {
        List<String> expressions = expressions();
        assertTrue(expressions.size() > 200, "" + expressions.size());
        try (RealPrometheus prometheus = RealPrometheus.with(series.all(), folder)) {
            for (String line : expressions) {
                boolean refused = line.startsWith("!");
                String expression = refused ? line.substring(1).strip() : line;
                int answered = 0;
                for (long after : MOMENTS) {
                    answered += atMoment(prometheus, expression, SampleSeries.BEGIN + after);
                }
                answered += overTime(prometheus, expression, 300_000, 8_400_000, 60_000);
                answered += overTime(prometheus, expression, 1_234_567, 3_000_000, 17_300);
                if (refused ? answered == ASKED : answered < ASKED) {
                    different.add(line + ": answered " + answered + " times of " + ASKED);
                }
            }
        }
        assertEquals("", String.join("\n", different));
        assertTrue(compared > 3_000, "" + compared);
        System.out.println(expressions.size() + " expressions, " + compared + " answers with points compared");
    }

    private int atMoment(RealPrometheus prometheus, String expression, long moment) throws Exception {
        JsonNode theirs =
                prometheus.ask("/api/v1/query", Map.of("query", expression, "time", Double.toString(moment / 1e3)));
        Map<LabelSet, Points> ours = new TreeMap<>();
        String error = "";
        try {
            switch (engine.instant(expression, moment)) {
                case PromQlValue.Scalar(double value) -> ours.put(LabelSet.EMPTY, at(moment, value));
                case PromQlValue.Vector(List<LabelledValue> samples) ->
                    samples.forEach(sample -> ours.put(sample.labels(), at(moment, sample.value())));
                case PromQlValue.Matrix(List<SampledSeries> matrix) ->
                    matrix.forEach(one -> ours.put(one.labels(), Points.of(one)));
                case PromQlValue.Text _ -> throw new IllegalStateException(expression);
            }
        } catch (PromQlException e) {
            error = String.valueOf(e.getMessage());
        }
        return compare(expression + " at " + (moment - SampleSeries.BEGIN), theirs, ours, error);
    }

    private static Points at(long moment, double value) {
        return new Points(new TreeMap<>(Map.of(moment, value)));
    }

    private int overTime(RealPrometheus prometheus, String expression, long from, long to, long step) throws Exception {
        long first = SampleSeries.BEGIN + from;
        long last = SampleSeries.BEGIN + to;
        JsonNode theirs = prometheus.ask(
                "/api/v1/query_range",
                Map.of(
                        "query",
                        expression,
                        "start",
                        Double.toString(first / 1e3),
                        "end",
                        Double.toString(last / 1e3),
                        "step",
                        Double.toString(step / 1e3)));
        Map<LabelSet, Points> ours = new TreeMap<>();
        String error = "";
        try {
            engine.range(expression, first, last, step).forEach(one -> ours.put(one.labels(), Points.of(one)));
        } catch (PromQlException e) {
            error = String.valueOf(e.getMessage());
        }
        return compare(expression + " by " + step, theirs, ours, error);
    }

    private static Map<LabelSet, Points> read(JsonNode theirs) {
        Map<LabelSet, Points> read = new TreeMap<>();
        JsonNode result = theirs.at("/data/result");
        if (theirs.at("/data/resultType").asText().equals("scalar")) {
            add(read, LabelSet.EMPTY, result);
            return read;
        }
        for (JsonNode one : result) {
            Map<String, String> labels = new TreeMap<>();
            one.path("metric")
                    .properties()
                    .forEach(
                            label -> labels.put(label.getKey(), label.getValue().asText()));
            if (one.has("value")) {
                add(read, LabelSet.of(labels), one.path("value"));
            }
            one.path("values").forEach(point -> add(read, LabelSet.of(labels), point));
        }
        return read;
    }

    private static void add(Map<LabelSet, Points> into, LabelSet labels, JsonNode point) {
        String text = point.path(1).asText();
        double value = switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
        into.computeIfAbsent(labels, _ -> new Points(new TreeMap<>()))
                .values()
                .put(Math.round(point.path(0).asDouble() * 1000), value);
    }

    /// @return 1 if it was answered, 0 if it was refused
    private int compare(String what, JsonNode theirs, Map<LabelSet, Points> ours, String error) {
        boolean answered = theirs.path("status").asText().equals("success");
        if (answered != error.isEmpty()) {
            different.add(what + ": " + (answered ? "answered, ours: " : "")
                    + theirs.path("error").asText() + error);
            return answered ? 1 : 0;
        }
        if (!answered) {
            return 0;
        }
        Map<LabelSet, Points> read = read(theirs);
        if (!read.keySet().equals(ours.keySet())) {
            different.add(what + ": " + read.keySet() + " and ours " + ours.keySet());
            return 1;
        }
        read.forEach((labels, points) -> {
            Points other = ours.get(labels);
            compared++;
            if (!points.values().keySet().equals(other.values().keySet())) {
                different.add(what + " " + labels + ": other times, "
                        + points.values().size() + " and ours " + other.values().size());
                return;
            }
            points.values().forEach((time, value) -> {
                double mine = other.values().get(time);
                boolean same = Double.compare(value, mine) == 0
                        || value == mine
                        || Math.abs(value - mine) <= 1e-9 * Math.max(Math.abs(value), Math.abs(mine));
                if (!same) {
                    different.add(what + " " + labels + " at " + (time - SampleSeries.BEGIN) + ": " + value
                            + " and ours " + mine);
                }
            });
        });
        return 1;
    }
}
