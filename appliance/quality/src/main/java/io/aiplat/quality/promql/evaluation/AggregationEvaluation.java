package io.aiplat.quality.promql.evaluation;

import io.aiplat.quality.promql.LabelSet;
import io.aiplat.quality.promql.PromQlException;
import io.aiplat.quality.promql.syntax.AggregationOperator;
import io.aiplat.quality.promql.syntax.PromQlExpression.Aggregation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Aggregation of the samples of one moment after the other. Which labels go together is found out once.
final class AggregationEvaluation {
    private final AggregationOperator operator;
    private final boolean without;
    private final Set<String> names;
    private final Map<LabelSet, LabelSet> groups = new HashMap<>();

    AggregationEvaluation(Aggregation aggregation) {
        this.operator = aggregation.operator();
        this.without = aggregation.without();
        this.names = new HashSet<>(aggregation.labels());
        if (without) {
            names.add(LabelSet.NAME);
        }
    }

    /// @param parameter of an operator that picks; of others it is not looked at
    List<LabelledValue> of(List<LabelledValue> samples, double parameter) {
        if (operator.picks()) {
            return picked(samples, parameter);
        }
        Map<LabelSet, Group> found = new LinkedHashMap<>();
        for (LabelledValue sample : samples) {
            found.computeIfAbsent(group(sample.labels()), _ -> new Group()).add(sample.value());
        }
        List<LabelledValue> results = new ArrayList<>(found.size());
        found.forEach((labels, group) -> results.add(new LabelledValue(labels, group.value())));
        return results;
    }

    private LabelSet group(LabelSet labels) {
        return groups.computeIfAbsent(labels, all -> without ? all.without(names) : all.keeping(names));
    }

    /// @throws PromQlException if the number is none
    private List<LabelledValue> picked(List<LabelledValue> samples, double number) {
        if (!(Math.abs(number) < Long.MAX_VALUE)) {
            throw new PromQlException(
                    PromQlException.Cause.EVALUATION,
                    operator.word() + " is asked for " + number + " samples, which is no number of samples.");
        }
        int most = (int) Math.min(samples.size(), number);
        if (most < 1) {
            return List.of();
        }
        Map<LabelSet, List<LabelledValue>> found = new LinkedHashMap<>();
        for (LabelledValue sample : samples) {
            found.computeIfAbsent(group(sample.labels()), _ -> new ArrayList<>())
                    .add(sample);
        }
        Comparator<LabelledValue> order = operator == AggregationOperator.TOPK
                ? (one, other) -> compare(other.value(), one.value())
                : (one, other) -> compare(one.value(), other.value());
        // What is no number comes last of both.
        Comparator<LabelledValue> numbers = Comparator.comparing(sample -> Double.isNaN(sample.value()));
        return found.values().stream()
                .flatMap(group ->
                        group.stream().sorted(numbers.thenComparing(order)).limit(most))
                .toList();
    }

    /// Without a difference between the two zeros.
    private static int compare(double one, double other) {
        return one < other ? -1 : one > other ? 1 : 0;
    }

    private final class Group {
        private final CompensatedSum sum = new CompensatedSum();
        private final RunningMean mean = new RunningMean();
        private double extreme = Double.NaN;
        private long count;

        void add(double value) {
            count++;
            switch (operator) {
                case SUM -> sum.add(value);
                case AVG -> mean.add(value);
                case MIN -> extreme = value < extreme || Double.isNaN(extreme) ? value : extreme;
                case MAX -> extreme = value > extreme || Double.isNaN(extreme) ? value : extreme;
                case COUNT, TOPK, BOTTOMK -> {
                    // Nothing but how many.
                }
            }
        }

        double value() {
            return switch (operator) {
                case SUM -> sum.value();
                case AVG -> mean.value();
                case MIN, MAX -> extreme;
                case COUNT, TOPK, BOTTOMK -> count;
            };
        }
    }
}
