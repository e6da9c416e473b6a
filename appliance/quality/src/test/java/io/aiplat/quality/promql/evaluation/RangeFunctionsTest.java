package io.aiplat.quality.promql.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aiplat.quality.promql.LabelSet;
import io.aiplat.quality.promql.SampledSeries;
import io.aiplat.quality.promql.evaluation.PromQlValue.Vector;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The rules in which Prometheus 3 differs from the second, by numbers that were computed by hand.
class RangeFunctionsTest {
    private static final LabelSet LABELS = LabelSet.of(Map.of(LabelSet.NAME, "x"));

    private static double value(PrometheusVersion version, String expression, long moment, SampledSeries series) {
        PromQlEngine engine = new PromQlEngine(
                (_, from, to, _) -> {
                    int[] inside = java.util.stream.IntStream.range(0, series.times().length)
                            .filter(i -> series.times()[i] >= from && series.times()[i] <= to)
                            .toArray();
                    return List.of(new SampledSeries(
                            LABELS,
                            Arrays.stream(inside)
                                    .mapToLong(i -> series.times()[i])
                                    .toArray(),
                            Arrays.stream(inside)
                                    .mapToDouble(i -> series.values()[i])
                                    .toArray()));
                },
                QueryLimits.USUAL,
                System::nanoTime,
                version);
        List<LabelledValue> samples = ((Vector) engine.instant(expression, moment)).samples();
        return samples.isEmpty() ? Double.NaN : samples.getFirst().value();
    }

    private static SampledSeries series(double... timesAndValues) {
        long[] times = new long[timesAndValues.length / 2];
        double[] values = new double[times.length];
        for (int i = 0; i < times.length; i++) {
            times[i] = (long) (timesAndValues[2 * i] * 1000);
            values[i] = timesAndValues[2 * i + 1];
        }
        return new SampledSeries(LABELS, times, values);
    }

    @Test
    void theSampleAtTheBeginningIsNotInTheRange() {
        SampledSeries everyMinute = series(0, 1, 60, 2, 120, 3);
        assertEquals(3, value(PrometheusVersion.TWO, "count_over_time(x[2m])", 120_000, everyMinute));
        assertEquals(2, value(PrometheusVersion.THREE, "count_over_time(x[2m])", 120_000, everyMinute));
        // Nor is a sample that is as old as a sample may be.
        assertEquals(3, value(PrometheusVersion.TWO, "x", 420_000, everyMinute));
        assertEquals(Double.NaN, value(PrometheusVersion.THREE, "x", 420_000, everyMinute));
        assertEquals(3, value(PrometheusVersion.THREE, "x", 419_999, everyMinute));
    }

    /// Four samples from 40 s to 70 s in a range of 75 s: the counter was zero 10.5 s before the first, which is less
    /// than 1.1 times their distance. The second takes it back to then, the third by half of the distance.
    @Test
    void aCounterIsNotTakenBackFurtherThanHalfAnInterval() {
        SampledSeries counter = series(40, 10.5, 50, 20.5, 60, 30.5, 70, 40.5);
        assertEquals(
                30 * (30 + 10.5 + 5) / 30, value(PrometheusVersion.TWO, "increase(x[75s])", 75_000, counter), 1e-9);
        assertEquals(30 * (30 + 5 + 5) / 30, value(PrometheusVersion.THREE, "increase(x[75s])", 75_000, counter), 1e-9);
    }

    /// Where a series ends it says so, and is gone from the next moment on; ranges do not show that.
    @Test
    void aSeriesThatEndedIsGoneAtOnce() {
        SampledSeries ended = series(10, 1, 20, 2, 30, Double.longBitsToDouble(SampledSeries.STALE));
        assertEquals(2, value(PrometheusVersion.THREE, "x", 29_999, ended));
        assertEquals(Double.NaN, value(PrometheusVersion.THREE, "x", 30_000, ended));
        assertEquals(2, value(PrometheusVersion.THREE, "count_over_time(x[1m])", 40_000, ended));
        assertEquals(2, value(PrometheusVersion.THREE, "last_over_time(x[1m])", 40_000, ended));
    }
}
