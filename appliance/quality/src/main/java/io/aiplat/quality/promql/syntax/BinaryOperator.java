package io.aiplat.quality.promql.syntax;

import java.util.Arrays;
import java.util.Optional;

/// Operators between two expressions. The precedence is the one of
/// <https://prometheus.io/docs/prometheus/latest/querying/operators/#binary-operator-precedence>.
public enum BinaryOperator {
    OR("or", 1),
    AND("and", 2),
    UNLESS("unless", 2),
    EQUAL("==", 3),
    NOT_EQUAL("!=", 3),
    LESS("<", 3),
    AT_MOST("<=", 3),
    GREATER(">", 3),
    AT_LEAST(">=", 3),
    ADD("+", 4),
    SUBTRACT("-", 4),
    MULTIPLY("*", 5),
    DIVIDE("/", 5),
    REMAINDER("%", 5),
    POWER("^", 6);

    /// That of `*`, which a sign before an operand has.
    static final int OF_SIGN = 5;

    private final String word;
    private final int precedence;

    BinaryOperator(String word, int precedence) {
        this.word = word;
        this.precedence = precedence;
    }

    /// The one that a piece of an expression is.
    static Optional<BinaryOperator> of(PromQlToken token) {
        return Arrays.stream(values())
                .filter(operator -> token.is(operator.word) || token.isWord(operator.word))
                .findFirst();
    }

    /// As PromQL writes it.
    public String word() {
        return word;
    }

    /// One that binds more has more.
    int precedence() {
        return precedence;
    }

    /// Whether it is `and`, `or` or `unless`.
    public boolean isOfSets() {
        return precedence <= 2;
    }

    /// Whether it compares.
    public boolean isComparison() {
        return precedence == 3;
    }

    /// Whether a comparison holds.
    ///
    /// @throws IllegalStateException if it is none
    public boolean holds(double left, double right) {
        return switch (this) {
            case EQUAL -> left == right;
            case NOT_EQUAL -> left != right;
            case LESS -> left < right;
            case AT_MOST -> left <= right;
            case GREATER -> left > right;
            case AT_LEAST -> left >= right;
            case OR, AND, UNLESS, ADD, SUBTRACT, MULTIPLY, DIVIDE, REMAINDER, POWER ->
                throw new IllegalStateException(word + " compares nothing");
        };
    }

    /// What it computes.
    ///
    /// @throws IllegalStateException if it computes nothing
    public double of(double left, double right) {
        return switch (this) {
            case ADD -> left + right;
            case SUBTRACT -> left - right;
            case MULTIPLY -> left * right;
            case DIVIDE -> left / right;
            case REMAINDER -> left % right;
            case POWER -> power(left, right);
            case OR, AND, UNLESS, EQUAL, NOT_EQUAL, LESS, AT_MOST, GREATER, AT_LEAST ->
                throw new IllegalStateException(word + " computes nothing");
        };
    }

    /// As IEEE 754 has it, and Go; Java's is NaN in these cases.
    private static double power(double left, double right) {
        if (left == 1 || (left == -1 && Double.isInfinite(right))) {
            return 1;
        }
        return Math.pow(left, right);
    }
}
