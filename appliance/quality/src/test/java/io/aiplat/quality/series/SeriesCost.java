package io.aiplat.quality.series;

import io.aiplat.quality.promql.LabelSet;
import io.aiplat.quality.promql.evaluation.PromQlEngine;
import io.aiplat.quality.promql.evaluation.QueryLimits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// What keeping metrics costs, for docs/decisions/series.md; run by hand, with a folder as argument. 500 series as
/// those
/// of a busy laptop, for a month: of every ten, six are buckets and counters that stand still, two are counters that
/// rise
/// by a few for eight hours of the day, one is a counter of time that does so, and one a gauge of memory or temperature
/// that never stands still.
final class SeriesCost {
    private static final long BEGIN = Instant.parse("2026-11-01T00:00:00Z").toEpochMilli();
    private static final int SERIES = 500;
    private static final int DAYS = 30;
    private static final int ROUNDS = 5_760;

    private SeriesCost() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        long[] now = {BEGIN};
        SeriesStore store =
                SeriesStore.open(folder, SeriesBounds.USUAL, () -> Instant.ofEpochMilli(now[0]), System.err::println);
        List<LabelSet> labels = new ArrayList<>();
        for (int i = 0; i < SERIES; i++) {
            labels.add(LabelSet.of(Map.of(
                    LabelSet.NAME,
                    "metric_" + i % 40 + "_bucket",
                    "job",
                    "aiplat",
                    "instance",
                    "127.0.0.1:4000",
                    "gen_ai_request_model",
                    "model-" + i % 7,
                    "le",
                    "" + i)));
        }
        double[] values = new double[SERIES];
        Random random = new Random(1);
        long spent = 0;
        for (int round = 0; round < DAYS * ROUNDS; round++) {
            now[0] = BEGIN + round * 15_000L;
            boolean busy = round % ROUNDS < ROUNDS / 3;
            List<SeriesSample> samples = new ArrayList<>(SERIES);
            for (int i = 0; i < SERIES; i++) {
                switch (i % 10) {
                    case 0, 1 -> values[i] += busy ? random.nextInt(4) : 0;
                    case 2 -> values[i] += busy ? random.nextDouble() : 0;
                    case 3 -> values[i] = 4e9 + random.nextInt(1 << 20) * 4_096.0;
                    default -> {
                        // Stands still.
                    }
                }
                samples.add(new SeriesSample(labels.get(i), values[i]));
            }
            long begin = System.nanoTime();
            store.add("aiplat", now[0], samples);
            spent += System.nanoTime() - begin;
        }
        long count = (long) SERIES * DAYS * ROUNDS;
        long bytes;
        try (var files = Files.list(folder)) {
            bytes = files.mapToLong(file -> file.toFile().length()).sum();
        }
        System.out.printf(
                "%d samples, %.1f MB, %.3f bytes a sample, %.2f MB a day, a round takes %d us%n",
                count, bytes / 1e6, bytes / (double) count, bytes / 1e6 / DAYS, spent / 1_000 / (DAYS * ROUNDS));
        ask(store, now[0]);
        long begin = System.nanoTime();
        SeriesStore again =
                SeriesStore.open(folder, SeriesBounds.USUAL, () -> Instant.ofEpochMilli(now[0]), System.err::println);
        System.out.printf("opens in %d ms, %s%n", (System.nanoTime() - begin) / 1_000_000, again.use());
        store.close();
        again.close();
        labels.clear();
        System.gc();
        long without = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        SeriesStore third =
                SeriesStore.open(folder, SeriesBounds.USUAL, () -> Instant.ofEpochMilli(now[0]), System.err::println);
        System.gc();
        System.out.printf(
                "the open store takes %d KB of memory%n",
                (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory() - without) / 1_000);
        third.close();
    }

    private static void ask(SeriesStore store, long now) {
        PromQlEngine engine = new PromQlEngine(store, QueryLimits.USUAL, System::nanoTime);
        for (Duration range : List.of(Duration.ofHours(1), Duration.ofDays(1), Duration.ofDays(30))) {
            for (String expression : List.of(
                    "sum by (gen_ai_request_model) (rate(metric_1_bucket[5m]))", "sum(rate({job=\"aiplat\"}[5m]))")) {
                if (range.toDays() < 30 || expression.contains("metric_1")) {
                    long begin = System.nanoTime();
                    engine.range(expression, now - range.toMillis(), now, range.toMillis() / 240);
                    System.out.printf(
                            "%s over %s: %d ms%n", expression, range, (System.nanoTime() - begin) / 1_000_000);
                }
            }
        }
    }
}
