package io.aiplat.quality.promql;

import org.jspecify.annotations.Nullable;

/// Condition that a selector has for a label.
public final class LabelMatcher {
    private final String name;
    private final Comparison comparison;
    private final String value;
    private final @Nullable AnchoredPattern pattern;

    /// How a label is compared.
    public enum Comparison {
        EQUAL("="),
        NOT_EQUAL("!="),
        MATCHES("=~"),
        MATCHES_NOT("!~");

        private final String sign;

        Comparison(String sign) {
            this.sign = sign;
        }

        /// As PromQL writes it.
        public String sign() {
            return sign;
        }
    }

    /// @throws PromQlException if it compares with a regular expression, and the value is none
    public LabelMatcher(String name, Comparison comparison, String value) {
        this.name = name;
        this.comparison = comparison;
        this.value = value;
        this.pattern = comparison == Comparison.MATCHES || comparison == Comparison.MATCHES_NOT
                ? AnchoredPattern.of(value)
                : null;
    }

    /// Of the label.
    public String name() {
        return name;
    }

    /// How it is compared.
    public Comparison comparison() {
        return comparison;
    }

    /// What it is compared with.
    public String value() {
        return value;
    }

    /// Whether the value of a label meets it.
    ///
    /// @param labelled empty where there is no such label
    public boolean accepts(String labelled) {
        boolean same = pattern == null ? value.equals(labelled) : pattern.matches(labelled);
        return same == (comparison == Comparison.EQUAL || comparison == Comparison.MATCHES);
    }

    @Override
    public String toString() {
        return name + comparison.sign() + '"' + value + '"';
    }
}
