package io.aiplat.quality.promql.syntax;

import static io.aiplat.quality.promql.syntax.ExpressionType.INSTANT_VECTOR;
import static io.aiplat.quality.promql.syntax.ExpressionType.RANGE_VECTOR;
import static io.aiplat.quality.promql.syntax.ExpressionType.SCALAR;
import static io.aiplat.quality.promql.syntax.ExpressionType.STRING;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Functions of the subset. What they do is at <https://prometheus.io/docs/prometheus/latest/querying/functions/>.
public enum PromQlFunction {
    RATE(RANGE_VECTOR),
    IRATE(RANGE_VECTOR),
    INCREASE(RANGE_VECTOR),
    DELTA(RANGE_VECTOR),
    AVG_OVER_TIME(RANGE_VECTOR),
    MIN_OVER_TIME(RANGE_VECTOR),
    MAX_OVER_TIME(RANGE_VECTOR),
    SUM_OVER_TIME(RANGE_VECTOR),
    COUNT_OVER_TIME(RANGE_VECTOR),
    LAST_OVER_TIME(RANGE_VECTOR),
    HISTOGRAM_QUANTILE(SCALAR, INSTANT_VECTOR),
    SCALAR_OF("scalar", SCALAR, 1, INSTANT_VECTOR),
    VECTOR_OF("vector", INSTANT_VECTOR, 1, SCALAR),
    TIME("time", SCALAR, 0),
    ABSENT(INSTANT_VECTOR),
    CLAMP_MIN(INSTANT_VECTOR, SCALAR),
    CLAMP_MAX(INSTANT_VECTOR, SCALAR),
    ROUND("round", INSTANT_VECTOR, 1, INSTANT_VECTOR, SCALAR),
    ABS(INSTANT_VECTOR),
    LABEL_REPLACE(INSTANT_VECTOR, STRING, STRING, STRING, STRING);

    private final String word;
    private final ExpressionType type;
    private final int least;

    @SuppressWarnings("ImmutableEnumChecker") // Made by List.of.
    private final List<ExpressionType> arguments;

    PromQlFunction(ExpressionType... arguments) {
        this.word = name().toLowerCase(Locale.ROOT);
        this.type = INSTANT_VECTOR;
        this.least = arguments.length;
        this.arguments = List.of(arguments);
    }

    PromQlFunction(String word, ExpressionType type, int least, ExpressionType... arguments) {
        this.word = word;
        this.type = type;
        this.least = least;
        this.arguments = List.of(arguments);
    }

    /// The one of a name.
    static Optional<PromQlFunction> of(String word) {
        return Arrays.stream(values())
                .filter(function -> function.word.equals(word))
                .findFirst();
    }

    /// Its name in PromQL.
    public String word() {
        return word;
    }

    /// What it is evaluated to.
    public ExpressionType type() {
        return type;
    }

    /// How many arguments it needs.
    int least() {
        return least;
    }

    /// What its arguments are.
    List<ExpressionType> arguments() {
        return arguments;
    }

    /// Whether it looks at a time, not at a moment.
    public boolean isOverTime() {
        return arguments.equals(List.of(RANGE_VECTOR));
    }
}
