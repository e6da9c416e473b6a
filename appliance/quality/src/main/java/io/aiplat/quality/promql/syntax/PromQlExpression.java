package io.aiplat.quality.promql.syntax;

import io.aiplat.quality.promql.LabelMatcher;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Expression of PromQL, whose parts go together.
public sealed interface PromQlExpression {
    /// Of its first character, from 0.
    int position();

    /// What it is evaluated to.
    ExpressionType type();

    /// A number.
    record NumberLiteral(int position, double value) implements PromQlExpression {
        @Override
        public ExpressionType type() {
            return ExpressionType.SCALAR;
        }
    }

    /// A string.
    record TextLiteral(int position, String value) implements PromQlExpression {
        @Override
        public ExpressionType type() {
            return ExpressionType.STRING;
        }
    }

    /// The newest samples of some series.
    ///
    /// @param offset milliseconds before the moment
    record Selector(int position, List<LabelMatcher> conditions, long offset) implements PromQlExpression {
        @Override
        public ExpressionType type() {
            return ExpressionType.INSTANT_VECTOR;
        }
    }

    /// All samples of some series in a time.
    ///
    /// @param range milliseconds
    record RangeSelector(int position, Selector selector, long range) implements PromQlExpression {
        @Override
        public ExpressionType type() {
            return ExpressionType.RANGE_VECTOR;
        }
    }

    /// A function of something.
    record Call(int position, PromQlFunction function, List<PromQlExpression> arguments) implements PromQlExpression {
        @Override
        public ExpressionType type() {
            return function.type();
        }
    }

    /// One sample, or a few, of many.
    ///
    /// @param parameter of an operator that picks, else null
    /// @param without   whether samples go together that agree in all labels but these
    record Aggregation(
            int position,
            AggregationOperator operator,
            PromQlExpression operand,
            @Nullable PromQlExpression parameter,
            boolean without,
            List<String> labels)
            implements PromQlExpression {
        @Override
        public ExpressionType type() {
            return ExpressionType.INSTANT_VECTOR;
        }
    }

    /// Two expressions with an operator.
    ///
    /// @param bool whether a comparison says 1 or 0, and filters nothing
    record Binary(
            int position,
            BinaryOperator operator,
            PromQlExpression left,
            PromQlExpression right,
            boolean bool,
            VectorMatching matching)
            implements PromQlExpression {
        @Override
        public ExpressionType type() {
            return left.type() == ExpressionType.SCALAR && right.type() == ExpressionType.SCALAR
                    ? ExpressionType.SCALAR
                    : ExpressionType.INSTANT_VECTOR;
        }
    }

    /// With the other sign.
    record Negation(int position, PromQlExpression operand) implements PromQlExpression {
        @Override
        public ExpressionType type() {
            return operand.type();
        }
    }
}
