package io.aiplat.launcher.wiring;

import io.aiplat.quality.promql.LabelMatcher;
import io.aiplat.quality.promql.LabelSet;
import io.aiplat.quality.promql.SampledSeries;
import io.aiplat.quality.series.SeriesBounds;
import io.aiplat.quality.series.SeriesSample;
import io.aiplat.quality.series.SeriesStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// A series of metrics whose samples count from 0, a second apart, in a store of a home.
final class CountedSeries implements AutoCloseable {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    private static final LabelSet LABELS = LabelSet.of(Map.of(LabelSet.NAME, "counted", "job", "made"));

    private final SeriesStore store;

    CountedSeries(Path folder) {
        this.store = SeriesStore.open(folder, SeriesBounds.USUAL, () -> BEGIN, message -> {
            throw new AssertionError(message);
        });
    }

    void add(int number) {
        store.add("made", BEGIN.plusSeconds(number).toEpochMilli(), List.of(new SeriesSample(LABELS, number)));
    }

    double[] values() {
        List<SampledSeries> found = store.select(
                List.of(new LabelMatcher(LabelSet.NAME, LabelMatcher.Comparison.EQUAL, "counted")),
                0,
                Long.MAX_VALUE,
                Integer.MAX_VALUE);
        return found.isEmpty() ? new double[0] : found.getFirst().values();
    }

    @Override
    public void close() {
        store.close();
    }
}
