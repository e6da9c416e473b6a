package io.aiplat.quality.promql.evaluation;

import io.aiplat.quality.promql.LabelMatcher;
import io.aiplat.quality.promql.LabelSet;
import io.aiplat.quality.promql.PromQlException;
import io.aiplat.quality.promql.PromQlException.Cause;
import io.aiplat.quality.promql.SampledSeries;
import io.aiplat.quality.promql.evaluation.PromQlValue.Matrix;
import io.aiplat.quality.promql.evaluation.PromQlValue.Scalar;
import io.aiplat.quality.promql.evaluation.PromQlValue.Text;
import io.aiplat.quality.promql.evaluation.PromQlValue.Vector;
import io.aiplat.quality.promql.syntax.ExpressionType;
import io.aiplat.quality.promql.syntax.PromQlExpression;
import io.aiplat.quality.promql.syntax.PromQlExpression.Aggregation;
import io.aiplat.quality.promql.syntax.PromQlExpression.Binary;
import io.aiplat.quality.promql.syntax.PromQlExpression.Call;
import io.aiplat.quality.promql.syntax.PromQlExpression.Negation;
import io.aiplat.quality.promql.syntax.PromQlExpression.NumberLiteral;
import io.aiplat.quality.promql.syntax.PromQlExpression.RangeSelector;
import io.aiplat.quality.promql.syntax.PromQlExpression.Selector;
import io.aiplat.quality.promql.syntax.PromQlExpression.TextLiteral;
import io.aiplat.quality.promql.syntax.PromQlFunction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleUnaryOperator;

/// Evaluation of one expression, at one moment after the other.
final class Evaluation {
    private final LoadedSeries series;
    private final RangeFunctions functions;
    private final BooleanSupplier late;
    /// What a part of the expression keeps from one moment to the next.
    private final IdentityHashMap<PromQlExpression, AggregationEvaluation> aggregations = new IdentityHashMap<>();

    private final IdentityHashMap<PromQlExpression, BinaryEvaluation> binaries = new IdentityHashMap<>();
    private final IdentityHashMap<PromQlExpression, LabelReplacement> replacements = new IdentityHashMap<>();
    private final IdentityHashMap<PromQlExpression, Map<LabelSet, LabelSet>> origins = new IdentityHashMap<>();

    /// @param late whether it takes too long
    Evaluation(LoadedSeries series, RangeFunctions functions, BooleanSupplier late) {
        this.series = series;
        this.functions = functions;
        this.late = late;
    }

    /// What an expression is at a moment.
    ///
    /// @param moment milliseconds since 1970
    /// @throws PromQlException if samples do not go together, or it takes too long
    PromQlValue at(PromQlExpression expression, long moment) {
        return switch (expression.type()) {
            case SCALAR -> new Scalar(scalar(expression, moment));
            case STRING -> new Text(((TextLiteral) expression).value());
            case INSTANT_VECTOR -> new Vector(vector(expression, moment));
            case RANGE_VECTOR -> matrix((RangeSelector) expression, moment);
        };
    }

    private Matrix matrix(RangeSelector range, long moment) {
        List<SampledSeries> found = new ArrayList<>();
        series.windows(
                range,
                moment,
                window -> found.add(new SampledSeries(
                        window.series().labels(),
                        Arrays.copyOfRange(window.times(), window.from(), window.to()),
                        Arrays.copyOfRange(window.values(), window.from(), window.to()))));
        return new Matrix(found);
    }

    private double scalar(PromQlExpression expression, long moment) {
        return switch (expression) {
            case NumberLiteral number -> number.value();
            case Negation negation -> -scalar(negation.operand(), moment);
            case Binary binary -> binary(binary).scalars(scalar(binary.left(), moment), scalar(binary.right(), moment));
            case Call call when call.function() == PromQlFunction.TIME -> moment / 1e3;
            case Call call -> {
                List<LabelledValue> vector = vector(call.arguments().getFirst(), moment);
                yield vector.size() == 1 ? vector.getFirst().value() : Double.NaN;
            }
            case TextLiteral _, Selector _, RangeSelector _, Aggregation _ ->
                throw new IllegalStateException("no scalar: " + expression);
        };
    }

    private BinaryEvaluation binary(Binary binary) {
        return binaries.computeIfAbsent(binary, _ -> new BinaryEvaluation(binary));
    }

    private List<LabelledValue> vector(PromQlExpression expression, long moment) {
        if (late.getAsBoolean()) {
            throw new PromQlException(Cause.TIMEOUT, "The expression takes too long: ask for a shorter time.");
        }
        return switch (expression) {
            case Selector selector -> series.at(selector, moment);
            case Negation negation -> mapped(vector(negation.operand(), moment), value -> -value);
            case Binary binary -> distinct(vectors(binary, moment));
            case Aggregation aggregation -> aggregated(aggregation, moment);
            case Call call -> distinct(called(call, moment));
            case NumberLiteral _, TextLiteral _, RangeSelector _ ->
                throw new IllegalStateException("no vector: " + expression);
        };
    }

    private List<LabelledValue> vectors(Binary binary, long moment) {
        boolean left = binary.left().type() == ExpressionType.INSTANT_VECTOR;
        boolean right = binary.right().type() == ExpressionType.INSTANT_VECTOR;
        if (left && right) {
            return binary(binary).vectors(vector(binary.left(), moment), vector(binary.right(), moment));
        }
        return left
                ? binary(binary).scaled(vector(binary.left(), moment), scalar(binary.right(), moment), false)
                : binary(binary).scaled(vector(binary.right(), moment), scalar(binary.left(), moment), true);
    }

    private List<LabelledValue> aggregated(Aggregation aggregation, long moment) {
        PromQlExpression parameter = aggregation.parameter();
        return aggregations
                .computeIfAbsent(aggregation, _ -> new AggregationEvaluation(aggregation))
                .of(vector(aggregation.operand(), moment), parameter == null ? 0 : scalar(parameter, moment));
    }

    private List<LabelledValue> called(Call call, long moment) {
        List<PromQlExpression> arguments = call.arguments();
        return switch (call.function()) {
            case RATE,
                    IRATE,
                    INCREASE,
                    DELTA,
                    AVG_OVER_TIME,
                    MIN_OVER_TIME,
                    MAX_OVER_TIME,
                    SUM_OVER_TIME,
                    COUNT_OVER_TIME,
                    LAST_OVER_TIME -> overTime(call, moment);
            case HISTOGRAM_QUANTILE ->
                HistogramQuantile.of(scalar(arguments.getFirst(), moment), vector(arguments.getLast(), moment));
            case VECTOR_OF -> List.of(new LabelledValue(LabelSet.EMPTY, scalar(arguments.getFirst(), moment)));
            case ABSENT -> absent(arguments.getFirst(), moment);
            case CLAMP_MIN -> {
                double least = scalar(arguments.getLast(), moment);
                yield mapped(vector(arguments.getFirst(), moment), value -> Math.max(value, least));
            }
            case CLAMP_MAX -> {
                double most = scalar(arguments.getLast(), moment);
                yield mapped(vector(arguments.getFirst(), moment), value -> Math.min(value, most));
            }
            case ROUND -> {
                // The inverse, so that 0.1 rounds as in Prometheus: 10 is a double, 0.1 is not quite.
                double inverse = 1 / (arguments.size() == 1 ? 1 : scalar(arguments.getLast(), moment));
                yield mapped(
                        vector(arguments.getFirst(), moment), value -> Math.floor(value * inverse + 0.5) / inverse);
            }
            case ABS -> mapped(vector(arguments.getFirst(), moment), Math::abs);
            case LABEL_REPLACE ->
                replacements
                        .computeIfAbsent(
                                call,
                                _ -> new LabelReplacement(text(call, 1), text(call, 2), text(call, 3), text(call, 4)))
                        .of(vector(arguments.getFirst(), moment));
            case SCALAR_OF, TIME -> throw new IllegalStateException("no vector: " + call.function());
        };
    }

    private static String text(Call call, int argument) {
        return ((TextLiteral) call.arguments().get(argument)).value();
    }

    private List<LabelledValue> overTime(Call call, long moment) {
        boolean named = call.function() == PromQlFunction.LAST_OVER_TIME;
        Map<LabelSet, LabelSet> made = origins.computeIfAbsent(call, _ -> new HashMap<>());
        List<LabelledValue> results = new ArrayList<>();
        series.windows((RangeSelector) call.arguments().getFirst(), moment, window -> {
            LabelSet all = window.series().labels();
            OptionalDouble value = functions.of(call.function(), window);
            if (value.isPresent()) {
                LabelSet labels = named ? all : all.withoutName();
                LabelSet before = made.putIfAbsent(labels, all);
                if (before != null && !before.equals(all)) {
                    throw twice(labels);
                }
                results.add(new LabelledValue(labels, value.getAsDouble()));
            }
        });
        return results;
    }

    private static PromQlException twice(LabelSet labels) {
        return new PromQlException(
                Cause.EVALUATION,
                "Several series would have the same labels without the name of their metric: " + labels + ".");
    }

    private static List<LabelledValue> mapped(List<LabelledValue> vector, DoubleUnaryOperator operator) {
        List<LabelledValue> results = new ArrayList<>(vector.size());
        for (LabelledValue sample : vector) {
            results.add(new LabelledValue(sample.labels().withoutName(), operator.applyAsDouble(sample.value())));
        }
        return distinct(results);
    }

    private static List<LabelledValue> distinct(List<LabelledValue> vector) {
        if (vector.size() > 1) {
            Set<LabelSet> seen = HashSet.newHashSet(vector.size());
            for (LabelledValue sample : vector) {
                if (!seen.add(sample.labels())) {
                    throw twice(sample.labels());
                }
            }
        }
        return vector;
    }

    /// With the labels that a selector asks for in so many words.
    private List<LabelledValue> absent(PromQlExpression operand, long moment) {
        if (!vector(operand, moment).isEmpty()) {
            return List.of();
        }
        Map<String, String> labels = new HashMap<>();
        Set<String> seen = new HashSet<>();
        if (operand instanceof Selector selector) {
            for (LabelMatcher condition : selector.conditions()) {
                String name = condition.name();
                boolean first = condition.comparison() == LabelMatcher.Comparison.EQUAL && seen.add(name);
                if (first && !name.equals(LabelSet.NAME)) {
                    labels.put(name, condition.value());
                } else {
                    labels.remove(name);
                }
            }
        }
        return List.of(new LabelledValue(LabelSet.of(labels), 1));
    }
}
