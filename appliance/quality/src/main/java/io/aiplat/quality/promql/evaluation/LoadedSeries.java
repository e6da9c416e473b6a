package io.aiplat.quality.promql.evaluation;

import io.aiplat.quality.promql.LabelMatcher;
import io.aiplat.quality.promql.PromQlException;
import io.aiplat.quality.promql.SampledSeries;
import io.aiplat.quality.promql.SeriesSource;
import io.aiplat.quality.promql.syntax.PromQlExpression;
import io.aiplat.quality.promql.syntax.PromQlExpression.Aggregation;
import io.aiplat.quality.promql.syntax.PromQlExpression.Binary;
import io.aiplat.quality.promql.syntax.PromQlExpression.Call;
import io.aiplat.quality.promql.syntax.PromQlExpression.Negation;
import io.aiplat.quality.promql.syntax.PromQlExpression.NumberLiteral;
import io.aiplat.quality.promql.syntax.PromQlExpression.RangeSelector;
import io.aiplat.quality.promql.syntax.PromQlExpression.Selector;
import io.aiplat.quality.promql.syntax.PromQlExpression.TextLiteral;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;

/// All that the selectors of an expression look at, read once, before the first moment is evaluated.
final class LoadedSeries {
    /// Milliseconds for which a sample holds where none follows it.
    static final long LOOKBACK = 300_000;

    private final SeriesSource source;
    private final PrometheusVersion version;
    private final long first;
    private final long last;
    private final IdentityHashMap<Selector, List<SampledSeries>> loaded = new IdentityHashMap<>();
    private int left;

    /// @param first  milliseconds of the first moment
    /// @param last   milliseconds of the last one
    /// @param limits how many samples may be looked at
    /// @throws PromQlException if there are more
    LoadedSeries(
            PromQlExpression expression,
            SeriesSource source,
            PrometheusVersion version,
            long first,
            long last,
            QueryLimits limits) {
        this.source = source;
        this.version = version;
        this.first = first;
        this.last = last;
        this.left = limits.samples();
        load(expression);
    }

    private void load(PromQlExpression expression) {
        switch (expression) {
            case NumberLiteral _, TextLiteral _ -> {
                // They look at nothing.
            }
            case Selector selector -> load(selector, LOOKBACK, false);
            case RangeSelector range -> load(range.selector(), range.range(), true);
            case Call call -> call.arguments().forEach(this::load);
            case Negation negation -> load(negation.operand());
            case Binary binary -> {
                load(binary.left());
                load(binary.right());
            }
            case Aggregation aggregation -> {
                load(aggregation.operand());
                PromQlExpression parameter = aggregation.parameter();
                if (parameter != null) {
                    load(parameter);
                }
            }
        }
    }

    private void load(Selector selector, long back, boolean whole) {
        List<LabelMatcher> conditions = selector.conditions();
        List<SampledSeries> found = source.select(
                conditions, version.first(first - selector.offset() - back), last - selector.offset(), left);
        left -= found.stream().mapToInt(series -> series.times().length).sum();
        loaded.put(selector, whole ? withoutEnds(found) : found);
    }

    /// Without the values that say that a series ended: a range does not show them.
    private static List<SampledSeries> withoutEnds(List<SampledSeries> found) {
        List<SampledSeries> results = new ArrayList<>(found.size());
        for (SampledSeries series : found) {
            long[] times = new long[series.times().length];
            double[] values = new double[times.length];
            int length = 0;
            for (int i = 0; i < times.length; i++) {
                if (!SampledSeries.isStale(series.values()[i])) {
                    times[length] = series.times()[i];
                    values[length++] = series.values()[i];
                }
            }
            if (length == times.length) {
                results.add(series);
            } else if (length > 0) {
                results.add(new SampledSeries(
                        series.labels(), Arrays.copyOf(times, length), Arrays.copyOf(values, length)));
            }
        }
        return results;
    }

    private List<SampledSeries> of(Selector selector) {
        return Objects.requireNonNull(loaded.get(selector));
    }

    /// The newest samples at a moment.
    List<LabelledValue> at(Selector selector, long moment) {
        long end = moment - selector.offset();
        long begin = version.first(end - LOOKBACK);
        List<LabelledValue> samples = new ArrayList<>();
        for (SampledSeries series : of(selector)) {
            int at = behind(series.times(), end) - 1;
            if (at >= 0 && series.times()[at] >= begin && !SampledSeries.isStale(series.values()[at])) {
                samples.add(new LabelledValue(series.labels(), series.values()[at]));
            }
        }
        return samples;
    }

    /// What a function of the samples in a time is given.
    interface WindowReader {
        void read(RangeWindow window);
    }

    /// The samples in a time that ends at a moment, of each series that has some.
    void windows(RangeSelector range, long moment, WindowReader reader) {
        long end = moment - range.selector().offset();
        long begin = end - range.range();
        for (SampledSeries series : of(range.selector())) {
            int from = behind(series.times(), version.first(begin) - 1);
            int to = behind(series.times(), end);
            if (from < to) {
                reader.read(new RangeWindow(series, from, to, begin, end));
            }
        }
    }

    /// Index of the first sample later than a moment.
    private static int behind(long[] times, long moment) {
        int found = Arrays.binarySearch(times, moment);
        return found < 0 ? -found - 1 : found + 1;
    }
}
