package io.aiplat.quality.promql.evaluation;

import io.aiplat.quality.promql.InstantQuery;
import io.aiplat.quality.promql.LabelSet;
import io.aiplat.quality.promql.PromQlException;
import io.aiplat.quality.promql.PromQlException.Cause;
import io.aiplat.quality.promql.SampledSeries;
import io.aiplat.quality.promql.SeriesSource;
import io.aiplat.quality.promql.VectorSample;
import io.aiplat.quality.promql.evaluation.PromQlValue.Matrix;
import io.aiplat.quality.promql.evaluation.PromQlValue.Scalar;
import io.aiplat.quality.promql.evaluation.PromQlValue.Text;
import io.aiplat.quality.promql.evaluation.PromQlValue.Vector;
import io.aiplat.quality.promql.syntax.ExpressionType;
import io.aiplat.quality.promql.syntax.PromQlExpression;
import io.aiplat.quality.promql.syntax.PromQlParser;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/// Engine of PromQL over series that are kept somewhere. Used by many threads.
public final class PromQlEngine implements InstantQuery {
    private final SeriesSource source;
    private final QueryLimits limits;
    private final LongSupplier ticks;
    private final PrometheusVersion version;

    /// @param ticks nanoseconds that never go back
    public PromQlEngine(SeriesSource source, QueryLimits limits, LongSupplier ticks) {
        this(source, limits, ticks, PrometheusVersion.THREE);
    }

    PromQlEngine(SeriesSource source, QueryLimits limits, LongSupplier ticks, PrometheusVersion version) {
        this.source = source;
        this.limits = limits;
        this.ticks = ticks;
        this.version = version;
    }

    @Override
    public List<VectorSample> at(String expression, Instant moment) {
        return switch (instant(expression, moment.toEpochMilli())) {
            case Scalar(double value) -> List.of(new VectorSample(Map.of(), value));
            case Vector(List<LabelledValue> samples) ->
                samples.stream()
                        .map(sample -> new VectorSample(sample.labels().toMap(), sample.value()))
                        .toList();
            case Text _, Matrix _ ->
                throw new PromQlException("The expression has to be a scalar or an instant vector here.");
        };
    }

    /// What an expression is at a moment.
    ///
    /// @param moment milliseconds since 1970
    /// @throws PromQlException if it cannot be read or evaluated, or has too many samples
    public PromQlValue instant(String expression, long moment) {
        PromQlExpression parsed = PromQlParser.parse(expression);
        return evaluation(parsed, moment, moment).at(parsed, moment);
    }

    private Evaluation evaluation(PromQlExpression parsed, long first, long last) {
        long began = ticks.getAsLong();
        BooleanSupplier late = () -> ticks.getAsLong() - began > limits.time().toNanos();
        LoadedSeries series = new LoadedSeries(parsed, source, version, first, last, limits);
        return new Evaluation(series, new RangeFunctions(version), late);
    }

    /// What an expression is at moments of equal distance. A scalar is one series without labels.
    ///
    /// @param first milliseconds since 1970
    /// @param last  not before the first one
    /// @param step  milliseconds, more than 0
    /// @return sorted by labels
    /// @throws PromQlException if it cannot be read or evaluated, or has too many samples or moments
    public List<SampledSeries> range(String expression, long first, long last, long step) {
        if (step <= 0 || last < first) {
            throw new PromQlException("The step is more than 0, and the end is not before the start.");
        }
        if ((last - first) / step >= limits.points()) {
            throw new PromQlException("There would be more than " + limits.points()
                    + " points for each series: ask for a longer step or a shorter time.");
        }
        PromQlExpression parsed = PromQlParser.parse(expression);
        if (parsed.type() != ExpressionType.SCALAR && parsed.type() != ExpressionType.INSTANT_VECTOR) {
            throw new PromQlException("Over a time a scalar or an instant vector is evaluated, and this is "
                    + parsed.type().shown() + ".");
        }
        Evaluation evaluation = evaluation(parsed, first, last);
        Map<LabelSet, Points> series = new TreeMap<>();
        int room = limits.results();
        for (long moment = first; moment <= last; moment += step) {
            List<LabelledValue> samples = switch (evaluation.at(parsed, moment)) {
                case Scalar(double value) -> List.of(new LabelledValue(LabelSet.EMPTY, value));
                case Vector(List<LabelledValue> found) -> found;
                case Text _, Matrix _ -> throw new IllegalStateException("it was looked at before");
            };
            room -= samples.size();
            if (room < 0) {
                throw new PromQlException(
                        Cause.EVALUATION,
                        "There would be more than " + limits.results()
                                + " points: ask for a longer step, a shorter time or fewer series.");
            }
            for (LabelledValue sample : samples) {
                series.computeIfAbsent(sample.labels(), _ -> new Points()).add(moment, sample.value());
            }
        }
        List<SampledSeries> results = new ArrayList<>(series.size());
        series.forEach((labels, points) -> results.add(points.of(labels)));
        return results;
    }

    private static final class Points {
        private long[] times = new long[16];
        private double[] values = new double[16];
        private int size;

        void add(long time, double value) {
            if (size == times.length) {
                times = Arrays.copyOf(times, 2 * size);
                values = Arrays.copyOf(values, 2 * size);
            }
            times[size] = time;
            values[size++] = value;
        }

        SampledSeries of(LabelSet labels) {
            return new SampledSeries(labels, Arrays.copyOf(times, size), Arrays.copyOf(values, size));
        }
    }
}
