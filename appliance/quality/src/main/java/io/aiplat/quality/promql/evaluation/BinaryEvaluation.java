package io.aiplat.quality.promql.evaluation;

import io.aiplat.quality.promql.LabelSet;
import io.aiplat.quality.promql.PromQlException;
import io.aiplat.quality.promql.syntax.BinaryOperator;
import io.aiplat.quality.promql.syntax.PromQlExpression.Binary;
import io.aiplat.quality.promql.syntax.VectorMatching;
import io.aiplat.quality.promql.syntax.VectorMatching.Many;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Operator between two vectors, or a vector and a number, at one moment after the other: `VectorBinop` and its
/// neighbours in [Prometheus](https://github.com/prometheus/prometheus/blob/main/promql/engine.go).
final class BinaryEvaluation {
    private final BinaryOperator operator;
    private final boolean bool;
    private final VectorMatching matching;
    private final Set<String> names;
    private final Map<LabelSet, LabelSet> signatures = new HashMap<>();

    BinaryEvaluation(Binary binary) {
        this.operator = binary.operator();
        this.bool = binary.bool();
        this.matching = binary.matching();
        this.names = new HashSet<>(matching.labels());
        if (!matching.on()) {
            names.add(LabelSet.NAME);
        }
    }

    /// Of two numbers.
    double scalars(double left, double right) {
        return operator.isComparison() ? flag(operator.holds(left, right)) : operator.of(left, right);
    }

    private static double flag(boolean holds) {
        return holds ? 1 : 0;
    }

    /// Of a vector and a number.
    ///
    /// @param swapped whether the number is on the left
    List<LabelledValue> scaled(List<LabelledValue> vector, double scalar, boolean swapped) {
        List<LabelledValue> results = new ArrayList<>(vector.size());
        for (LabelledValue sample : vector) {
            double left = swapped ? scalar : sample.value();
            double right = swapped ? sample.value() : scalar;
            if (!operator.isComparison()) {
                results.add(new LabelledValue(sample.labels().withoutName(), operator.of(left, right)));
            } else if (bool) {
                results.add(new LabelledValue(sample.labels().withoutName(), flag(operator.holds(left, right))));
            } else if (operator.holds(left, right)) {
                results.add(sample);
            }
        }
        return results;
    }

    /// Of two vectors.
    ///
    /// @throws PromQlException if a sample finds more than one
    List<LabelledValue> vectors(List<LabelledValue> left, List<LabelledValue> right) {
        return switch (operator) {
            case AND -> having(left, signatures(right), true);
            case UNLESS -> having(left, signatures(right), false);
            case OR -> {
                List<LabelledValue> results = new ArrayList<>(left);
                results.addAll(having(right, signatures(left), false));
                yield results;
            }
            case EQUAL,
                    NOT_EQUAL,
                    LESS,
                    AT_MOST,
                    GREATER,
                    AT_LEAST,
                    ADD,
                    SUBTRACT,
                    MULTIPLY,
                    DIVIDE,
                    REMAINDER,
                    POWER -> matched(left, right);
        };
    }

    private LabelSet signature(LabelSet labels) {
        return signatures.computeIfAbsent(labels, all -> matching.on() ? all.keeping(names) : all.without(names));
    }

    private Set<LabelSet> signatures(List<LabelledValue> vector) {
        Set<LabelSet> found = new HashSet<>();
        vector.forEach(sample -> found.add(signature(sample.labels())));
        return found;
    }

    private List<LabelledValue> having(List<LabelledValue> vector, Set<LabelSet> among, boolean wanted) {
        return vector.stream()
                .filter(sample -> among.contains(signature(sample.labels())) == wanted)
                .toList();
    }

    private List<LabelledValue> matched(List<LabelledValue> left, List<LabelledValue> right) {
        boolean swapped = matching.many() == Many.RIGHT;
        List<LabelledValue> many = swapped ? right : left;
        Map<LabelSet, LabelledValue> ones = ones(swapped ? left : right, swapped ? "left" : "right", many.isEmpty());
        Map<LabelSet, Set<LabelSet>> seen = new HashMap<>();
        List<LabelledValue> results = new ArrayList<>();
        for (LabelledValue sample : many) {
            LabelSet signature = signature(sample.labels());
            LabelledValue one = ones.get(signature);
            if (one == null) {
                continue;
            }
            double leftValue = swapped ? one.value() : sample.value();
            double rightValue = swapped ? sample.value() : one.value();
            double value = leftValue;
            if (!operator.isComparison()) {
                value = operator.of(leftValue, rightValue);
            } else if (bool) {
                value = flag(operator.holds(leftValue, rightValue));
            } else if (!operator.holds(leftValue, rightValue)) {
                continue;
            }
            LabelSet labels = labels(sample.labels(), one.labels());
            boolean single = matching.many() == Many.NEITHER;
            if (!seen.computeIfAbsent(signature, _ -> new HashSet<>()).add(single ? signature : labels)) {
                throw ambiguous(
                        single
                                ? "several samples on the left side have the labels " + signature
                                        + ", and only group_left would allow that"
                                : "several results have the labels " + labels);
            }
            results.add(new LabelledValue(labels, value));
        }
        return results;
    }

    /// By signature.
    ///
    /// @param unused whether there is nothing that could find them, so that two of the same do no harm
    private Map<LabelSet, LabelledValue> ones(List<LabelledValue> vector, String side, boolean unused) {
        Map<LabelSet, LabelledValue> ones = new HashMap<>();
        for (LabelledValue sample : vector) {
            LabelSet signature = signature(sample.labels());
            LabelledValue before = ones.put(signature, sample);
            if (before != null && !unused) {
                throw ambiguous("on the " + side + " side both " + before.labels() + " and " + sample.labels()
                        + " have the labels " + signature + ", by which samples find each other");
            }
        }
        return ones;
    }

    private PromQlException ambiguous(String what) {
        return new PromQlException(
                PromQlException.Cause.EVALUATION,
                "Samples do not find each other for \"" + operator.word() + "\": " + what + ".");
    }

    /// `resultMetric`.
    private LabelSet labels(LabelSet many, LabelSet one) {
        LabelSet labels = operator.isComparison() && !bool ? many : many.withoutName();
        if (matching.many() == Many.NEITHER) {
            labels = matching.on() ? labels.keeping(names) : labels.without(matching.labels());
        }
        for (String name : matching.include()) {
            labels = labels.with(name, one.get(name));
        }
        return labels;
    }
}
