package io.aiplat.quality.promql.evaluation;

import io.aiplat.quality.promql.LabelMatcher;
import io.aiplat.quality.promql.LabelSet;
import io.aiplat.quality.promql.SampledSeries;
import io.aiplat.quality.promql.SeriesSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntToDoubleFunction;

/// Series of two hours, made up, always the same: counters that begin late, are reset, or pause; gauges with what is
/// no number; histograms, of which one is crooked.
final class SampleSeries implements SeriesSource {
    /// When the first sample was taken, in milliseconds.
    static final long BEGIN = 1_700_000_000_000L;

    private static final int STEP = 15_000;
    private static final int COUNT = 480;

    private final List<SampledSeries> all = new ArrayList<>();
    private final Random random = new Random(7);

    SampleSeries() {
        for (String job : List.of("api", "web")) {
            for (String instance : List.of("a", "b")) {
                for (String code : List.of("200", "500")) {
                    add(
                            "requests_total",
                            rising(code.equals("200") ? 20 : 2),
                            "job",
                            job,
                            "instance",
                            instance,
                            "code",
                            code);
                }
                add("errors_total", rising(3), "job", job, "instance", instance);
            }
        }
        add("owner", _ -> 1, "job", "api", "team", "blue", "tier", "1");
        add("late_total", i -> i < 100 ? Double.NaN : (i - 100) * 2 + 1, "job", "api");
        add("reset_total", i -> (i % 37) * 3.5, "job", "api");
        add("gap_total", i -> i % 90 > 60 ? Double.NaN : i * 4, "job", "api");
        int floor = 0;
        for (String room : List.of("kitchen", "attic", "cellar", "hall")) {
            int phase = floor++;
            add(
                    "temperature",
                    i -> 20 + 4 * Math.sin((i + phase * 60) / 40.0) + phase * 0.37,
                    "room",
                    room,
                    "floor",
                    phase % 2 + "th");
        }
        double[] odd = {1, Double.POSITIVE_INFINITY, 3, Double.NEGATIVE_INFINITY, 5};
        add("weird", i -> odd[i / 7 % 5], "kind", "infinite");
        add("weird", i -> i / 5 % 4 == 0 ? -2.5 : i % 11, "kind", "plain");
        add("huge", i -> i % 2 == 0 ? 1.5e308 : 1.6e308, "kind", "positive");
        add("huge", i -> 1.7e308 - i, "kind", "other");
        histogram("latency_bucket", "api", 1);
        histogram("latency_bucket", "web", 3);
        double[] bounds = {0.1, 1, 5};
        double[] counts = {5, 3, 9};
        for (int b = 0; b < 3; b++) {
            int at = b;
            add("crooked_bucket", i -> counts[at] * i, "le", "" + bounds[b]);
            add("below_bucket", i -> (at + 1) * i, "le", "" + (bounds[b] - 3));
        }
        add("crooked_bucket", i -> 10.0 * i, "le", "+Inf");
        add("crooked_bucket", i -> 1.0 * i, "le", "1");
        add("below_bucket", i -> 4.0 * i, "le", "+Inf");
        // At whole minutes, so that ranges begin at a sample.
        long[] times = new long[120];
        double[] values = new double[120];
        for (int i = 0; i < 120; i++) {
            times[i] = (BEGIN / 60_000 + 1 + i) * 60_000;
            values[i] = i * i;
        }
        all.add(new SampledSeries(LabelSet.of(Map.of(LabelSet.NAME, "edge")), times, values));
        all.sort(Comparator.comparing(SampledSeries::labels));
    }

    private IntToDoubleFunction rising(int most) {
        double[] sum = {random.nextInt(1_000)};
        return _ -> sum[0] += random.nextInt(most + 1);
    }

    private void histogram(String name, String job, int slow) {
        double[] bounds = {0.01, 0.05, 0.1, 0.5, 1, 2.5, Double.POSITIVE_INFINITY};
        for (int b = 0; b < bounds.length; b++) {
            int share = (b + 1) * (b + 1) * (b + slow);
            add(
                    name,
                    i -> i * (double) share,
                    "job",
                    job,
                    "le",
                    Double.isInfinite(bounds[b]) ? "+Inf" : "" + bounds[b]);
        }
    }

    /// What is no number is left out, but for that of gauges.
    private void add(String name, IntToDoubleFunction values, String... labels) {
        Map<String, String> map = new LinkedHashMap<>(Map.of(LabelSet.NAME, name));
        for (int i = 0; i < labels.length; i += 2) {
            map.put(labels[i], labels[i + 1]);
        }
        long[] times = new long[COUNT];
        double[] kept = new double[COUNT];
        int length = 0;
        int jitter = random.nextInt(9_000);
        for (int i = 0; i < COUNT; i++) {
            double value = values.applyAsDouble(i);
            if (!Double.isNaN(value) && (random.nextInt(40) > 0 || name.endsWith("bucket"))) {
                times[length] = BEGIN + (long) i * STEP + jitter + random.nextInt(700);
                kept[length++] = value;
            }
        }
        all.add(new SampledSeries(LabelSet.of(map), Arrays.copyOf(times, length), Arrays.copyOf(kept, length)));
    }

    List<SampledSeries> all() {
        return all;
    }

    @Override
    public List<SampledSeries> select(List<LabelMatcher> conditions, long from, long to, int most) {
        List<SampledSeries> found = new ArrayList<>();
        for (SampledSeries series : all) {
            if (conditions.stream().allMatch(one -> one.accepts(series.labels().get(one.name())))) {
                int begin = first(series.times(), from);
                int end = first(series.times(), to + 1);
                if (begin < end) {
                    found.add(new SampledSeries(
                            series.labels(),
                            Arrays.copyOfRange(series.times(), begin, end),
                            Arrays.copyOfRange(series.values(), begin, end)));
                }
            }
        }
        return found;
    }

    private static int first(long[] times, long moment) {
        int at = 0;
        while (at < times.length && times[at] < moment) {
            at++;
        }
        return at;
    }
}
