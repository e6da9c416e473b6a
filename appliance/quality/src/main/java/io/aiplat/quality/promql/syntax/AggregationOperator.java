package io.aiplat.quality.promql.syntax;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Operators that make one sample, or a few, of many.
public enum AggregationOperator {
    SUM,
    AVG,
    MIN,
    MAX,
    COUNT,
    TOPK,
    BOTTOMK;

    /// The one of a name.
    static Optional<AggregationOperator> of(String word) {
        return Arrays.stream(values())
                .filter(operator -> operator.word().equals(word))
                .findFirst();
    }

    /// As PromQL writes it.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Whether it keeps some samples as they are, of a number that is said before them.
    public boolean picks() {
        return this == TOPK || this == BOTTOMK;
    }
}
