package io.aiplat.quality.alert.state;

import io.aiplat.quality.promql.LabelMatcher;
import io.aiplat.quality.promql.LabelSet;
import io.aiplat.quality.promql.SampledSeries;
import io.aiplat.quality.promql.SeriesSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Series of a test of rules in promtool's notation: `0+10x5`, `1x3`, `_x2`, `5`, from time 0 on.
final class RuleTestSeries implements SeriesSource {
    private static final Pattern SERIES = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})?");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"([^\"]*)\",?");
    private static final Pattern RUN = Pattern.compile("(-?[0-9.]+)(?:([+-][0-9.]+))?x([0-9]+)");

    private final List<SampledSeries> all = new ArrayList<>();

    /// @param step between two values, in milliseconds
    void add(String series, String values, long step) {
        List<Double> samples = new ArrayList<>();
        for (String part : values.strip().split("\\s+")) {
            Matcher run = RUN.matcher(part);
            if (part.startsWith("_")) {
                int times = part.equals("_") ? 1 : Integer.parseInt(part.substring(2));
                for (int i = 0; i < times; i++) {
                    samples.add(null);
                }
            } else if (run.matches()) {
                double value = Double.parseDouble(run.group(1));
                double more = run.group(2) == null ? 0 : Double.parseDouble(run.group(2));
                for (int i = 0; i <= Integer.parseInt(run.group(3)); i++) {
                    samples.add(value + i * more);
                }
            } else {
                samples.add(Double.parseDouble(part));
            }
        }
        long[] times = new long[samples.size()];
        double[] numbers = new double[samples.size()];
        int count = 0;
        for (int i = 0; i < samples.size(); i++) {
            if (samples.get(i) != null) {
                times[count] = i * step;
                numbers[count++] = samples.get(i);
            }
        }
        all.add(new SampledSeries(labels(series), Arrays.copyOf(times, count), Arrays.copyOf(numbers, count)));
        all.sort(Comparator.comparing(SampledSeries::labels));
    }

    private static LabelSet labels(String series) {
        Matcher m = SERIES.matcher(series);
        if (!m.matches()) {
            throw new IllegalArgumentException(series);
        }
        Map<String, String> labels = new HashMap<>(Map.of(LabelSet.NAME, m.group(1)));
        Matcher label = LABEL.matcher(m.group(2) == null ? "" : m.group(2));
        while (label.find()) {
            labels.put(label.group(1), label.group(2));
        }
        return LabelSet.of(labels);
    }

    @Override
    public List<SampledSeries> select(List<LabelMatcher> conditions, long from, long to, int most) {
        return all.stream()
                .filter(series -> conditions.stream()
                        .allMatch(each -> each.accepts(series.labels().get(each.name()))))
                .map(series -> between(series, from, to))
                .filter(series -> series.times().length > 0)
                .toList();
    }

    private static SampledSeries between(SampledSeries series, long from, long to) {
        long[] times = series.times();
        int first = 0;
        while (first < times.length && times[first] < from) {
            first++;
        }
        int end = first;
        while (end < times.length && times[end] <= to) {
            end++;
        }
        return new SampledSeries(
                series.labels(),
                Arrays.copyOfRange(times, first, end),
                Arrays.copyOfRange(series.values(), first, end));
    }
}
