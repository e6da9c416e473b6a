package io.aiplat.quality.series;

import io.aiplat.quality.promql.LabelMatcher;
import io.aiplat.quality.promql.LabelSet;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The newest samples, in memory. Not for several threads.
final class SeriesHead {
    private final long start;
    private final Map<LabelSet, KeptSeries> series = new LinkedHashMap<>();
    private int numbered;
    private long newest = Long.MIN_VALUE;

    /// A series that was seen since the head began, or that went on then.
    static final class KeptSeries {
        private final LabelSet labels;
        private final SampleChunk chunk = new SampleChunk();
        /// By which the log names it; -1 where it does not yet.
        private int number = -1;
        private boolean live = true;
        private long seen;

        KeptSeries(LabelSet labels) {
            this.labels = labels;
        }

        LabelSet labels() {
            return labels;
        }

        SampleChunk chunk() {
            return chunk;
        }

        int number() {
            return number;
        }

        /// Whether its last sample did not say that it ended.
        boolean live() {
            return live;
        }

        /// Whether it was in a round of samples.
        boolean seenIn(long round) {
            return seen == round;
        }

        void seen(long round) {
            seen = round;
        }
    }

    /// @param start milliseconds of the first sample
    SeriesHead(long start) {
        this.start = start;
    }

    /// One that goes on with the series that have not ended.
    SeriesHead(long start, SeriesHead before) {
        this(start);
        for (KeptSeries kept : before.series.values()) {
            if (kept.live) {
                series.put(kept.labels, new KeptSeries(kept.labels));
            }
        }
    }

    long start() {
        return start;
    }

    /// Milliseconds of the newest sample; the least there is where there is none.
    long newest() {
        return newest;
    }

    int size() {
        return series.size();
    }

    @Nullable
    KeptSeries find(LabelSet labels) {
        return series.get(labels);
    }

    KeptSeries begin(LabelSet labels) {
        return series.computeIfAbsent(labels, KeptSeries::new);
    }

    /// Gives a series the next number of the log.
    void number(KeptSeries kept) {
        kept.number = numbered++;
    }

    void add(KeptSeries kept, long time, double value, boolean ends) {
        kept.chunk.add(time, value);
        kept.live = !ends;
        newest = Math.max(newest, time);
    }

    Collection<KeptSeries> all() {
        return series.values();
    }

    /// Whether a series meets all conditions.
    static boolean meets(LabelSet labels, List<LabelMatcher> conditions) {
        for (LabelMatcher condition : conditions) {
            if (!condition.accepts(labels.get(condition.name()))) {
                return false;
            }
        }
        return true;
    }

    long samples() {
        return series.values().stream().mapToLong(kept -> kept.chunk.count()).sum();
    }
}
