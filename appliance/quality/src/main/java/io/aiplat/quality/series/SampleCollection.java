package io.aiplat.quality.series;

import io.aiplat.quality.promql.LabelSet;
import io.aiplat.quality.promql.PromQlException;
import io.aiplat.quality.promql.SampledSeries;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Samples of some series in a time, put together from chunks that come in the order of time.
final class SampleCollection {
    private final long from;
    private final long to;
    private final int most;
    private final TreeMap<LabelSet, Samples> series = new TreeMap<>();
    private int count;

    /// @param most samples of all series together
    SampleCollection(long from, long to, int most) {
        this.from = from;
        this.to = to;
        this.most = most;
    }

    long from() {
        return from;
    }

    long to() {
        return to;
    }

    private static final class Samples {
        private long[] times = new long[64];
        private double[] values = new double[64];
        private int size;

        boolean add(long time, double value) {
            if (size > 0 && time <= times[size - 1]) {
                return false;
            }
            if (size == times.length) {
                times = Arrays.copyOf(times, 2 * size);
                values = Arrays.copyOf(values, 2 * size);
            }
            times[size] = time;
            values[size++] = value;
            return true;
        }
    }

    /// Adds what of a chunk is in the time.
    ///
    /// @param samples in it
    /// @throws PromQlException if there are too many
    void add(LabelSet labels, byte[] chunk, int samples) {
        Samples into = series.computeIfAbsent(labels, _ -> new Samples());
        SampleChunk.read(chunk, samples, (time, value) -> {
            if (time >= from && time <= to && into.add(time, value) && ++count > most) {
                throw new PromQlException(
                        PromQlException.Cause.EVALUATION,
                        "The expression looks at too many samples: ask for a shorter time or for fewer series.");
            }
        });
    }

    /// Sorted by labels. What was collected is given away by this.
    List<SampledSeries> toList() {
        List<SampledSeries> all = new ArrayList<>(series.size());
        for (Map.Entry<LabelSet, Samples> next = series.pollFirstEntry();
                next != null;
                next = series.pollFirstEntry()) {
            Samples samples = next.getValue();
            if (samples.size > 0) {
                all.add(new SampledSeries(
                        next.getKey(),
                        Arrays.copyOf(samples.times, samples.size),
                        Arrays.copyOf(samples.values, samples.size)));
            }
        }
        return all;
    }
}
