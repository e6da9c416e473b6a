package io.aiplat.quality.promql.syntax;

/// What an expression is evaluated to.
public enum ExpressionType {
    SCALAR("a scalar"),
    STRING("a string"),
    INSTANT_VECTOR("an instant vector"),
    RANGE_VECTOR("a range vector");

    private final String shown;

    ExpressionType(String shown) {
        this.shown = shown;
    }

    /// With its article, for messages.
    public String shown() {
        return shown;
    }
}
