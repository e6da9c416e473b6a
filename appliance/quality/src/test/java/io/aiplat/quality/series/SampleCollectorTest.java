package io.aiplat.quality.series;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.quality.promql.LabelMatcher;
import io.aiplat.quality.promql.LabelSet;
import io.aiplat.quality.promql.SampledSeries;
import io.aiplat.testkit.Eventually;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Samples are taken of Prometheus' text format, at whole multiples of the interval.
class SampleCollectorTest {
    private static final String TEXT = """
            # HELP requests_total Requests, with \\\\ and\\nmore.
            # TYPE requests_total counter
            requests_total{code="200",path="/a \\"b\\", {c}\\\\d"} 3.0
            # TYPE temperature gauge
            temperature -1.5e-3

            infinite{} +Inf
            with_time 4 1700000000000
            """;

    private static final class Source implements SampleSource {
        private volatile String text = TEXT;

        @Override
        public String job() {
            return "made";
        }

        @Override
        public String instance() {
            return "here:1";
        }

        @Override
        public void write(OutputStream to) throws IOException {
            if (text.isEmpty()) {
                throw new IOException("nobody is there");
            }
            to.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void labelsValuesAndWhatIsKnownOfMetricsAreRead() {
        Map<String, MetricFamily> families = new HashMap<>();
        ExpositionReader reader = new ExpositionReader(Map.of("job", "made"), families);
        for (int i = 0; i < 2; i++) {
            List<SeriesSample> samples = reader.read(TEXT);
            assertEquals(
                    List.of(
                            "requests_total{code=\"200\", job=\"made\", path=\"/a \\\"b\\\", {c}\\\\d\"}",
                            "temperature{job=\"made\"}",
                            "infinite{job=\"made\"}",
                            "with_time{job=\"made\"}"),
                    samples.stream().map(sample -> sample.labels().toString()).toList());
            assertEquals(
                    List.of(3.0, -0.0015, Double.POSITIVE_INFINITY, 4.0),
                    samples.stream().map(SeriesSample::value).toList());
        }
        assertEquals(new MetricFamily("counter", "Requests, with \\ and\nmore."), families.get("requests_total"));
        for (String wrong : List.of("{", "a{b=\"c", "a{b} 1", "a b", "a{b=\"c\"}", "<html>")) {
            assertThrows(IllegalArgumentException.class, () -> reader.read(wrong), wrong);
        }
    }

    private static Optional<SampledSeries> series(SeriesStore store, String name) {
        return store
                .select(
                        List.of(new LabelMatcher(LabelSet.NAME, LabelMatcher.Comparison.EQUAL, name)),
                        0,
                        Long.MAX_VALUE,
                        1_000)
                .stream()
                .findFirst();
    }

    @Test
    void aSourceThatCannotBeAskedIsDownAndItsSeriesHaveEnded(@TempDir Path folder) throws Exception {
        SeriesBounds bounds = new SeriesBounds(Duration.ofSeconds(1), Duration.ofDays(1), 1 << 20, 100);
        List<String> troubles = new CopyOnWriteArrayList<>();
        Source source = new Source();
        try (SeriesStore store = SeriesStore.open(folder, bounds, InstantSource.system(), troubles::add);
                SampleCollector collector =
                        SampleCollector.start(store, bounds, InstantSource.system(), troubles::add)) {
            collector.add(source);
            Eventually.holds(
                    "two samples were taken",
                    () -> series(store, "temperature")
                            .filter(found -> found.times().length >= 2)
                            .isPresent());
            source.text = "";
            Eventually.holds("it is down", () -> last(store, "up") == 0);
            assertTrue(SampledSeries.isStale(last(store, "temperature")));
            source.text = TEXT;
            Eventually.holds("it is up again", () -> last(store, "up") == 1);
            SampledSeries up = series(store, "up").orElseThrow();
            assertEquals("up{instance=\"here:1\", job=\"made\"}", up.labels().toString());
            for (long time : up.times()) {
                assertEquals(0, time % 1000);
            }
            assertEquals(List.of("samples of made could not be taken: java.io.IOException: nobody is there"), troubles);
            assertEquals(0, store.use().late());
        }
    }

    private static double last(SeriesStore store, String name) {
        double[] values = series(store, name).orElseThrow().values();
        return values[values.length - 1];
    }
}
