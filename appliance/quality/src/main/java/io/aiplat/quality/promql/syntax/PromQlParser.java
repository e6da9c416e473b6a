package io.aiplat.quality.promql.syntax;

import io.aiplat.quality.promql.PromQlException;
import io.aiplat.quality.promql.syntax.PromQlExpression.Aggregation;
import io.aiplat.quality.promql.syntax.PromQlExpression.Binary;
import io.aiplat.quality.promql.syntax.PromQlExpression.Call;
import io.aiplat.quality.promql.syntax.PromQlExpression.Negation;
import io.aiplat.quality.promql.syntax.PromQlExpression.NumberLiteral;
import io.aiplat.quality.promql.syntax.PromQlExpression.TextLiteral;
import io.aiplat.quality.promql.syntax.PromQlToken.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Parser of a subset of [PromQL](https://prometheus.io/docs/prometheus/latest/querying/basics/): what is not in the
/// subset is refused by its name.
public final class PromQlParser {
    private static final int LONGEST = 16_384;
    private static final int DEEPEST = 100;
    private static final int LARGEST = 1_000;

    private final TokenReader tokens;
    private final SelectorParser selectors;
    private int depth;
    private int parts;

    private PromQlParser(TokenReader tokens) {
        this.tokens = tokens;
        this.selectors = new SelectorParser(tokens);
    }

    /// Reads an expression.
    ///
    /// @throws PromQlException if it is none, or none of the subset; its message says where
    public static PromQlExpression parse(String text) {
        if (text.length() > LONGEST) {
            throw new PromQlException("An expression has at most " + LONGEST + " characters.");
        }
        TokenReader tokens = new TokenReader(PromQlLexer.read(text));
        if (tokens.peek().kind() == Kind.END) {
            throw new PromQlException("There is no expression.");
        }
        PromQlExpression expression = new PromQlParser(tokens).expression(1);
        if (tokens.peek().kind() != Kind.END) {
            throw tokens.unexpected("an operator or the end");
        }
        return expression;
    }

    /// An expression whose operators bind at least so much.
    private PromQlExpression expression(int precedence) {
        if (++depth > DEEPEST) {
            throw PromQlException.at(tokens.peek().position(), "this is nested too deeply");
        }
        PromQlExpression left = signed();
        while (true) {
            if (tokens.peek().isWord("atan2")) {
                throw outside("the operator atan2");
            }
            Optional<BinaryOperator> operator = BinaryOperator.of(tokens.peek());
            if (operator.isEmpty() || operator.get().precedence() < precedence) {
                depth--;
                return left;
            }
            left = binary(left, operator.get());
        }
    }

    private Binary binary(PromQlExpression left, BinaryOperator operator) {
        int position = tokens.take().position();
        boolean bool = tokens.skipWord("bool");
        boolean matched = tokens.peek().isWord("on") || tokens.peek().isWord("ignoring");
        VectorMatching matching = matched ? matching(operator) : VectorMatching.USUAL;
        // Of operators that bind alike the left one comes first; of powers the right one.
        int next = operator == BinaryOperator.POWER ? operator.precedence() : operator.precedence() + 1;
        PromQlExpression right = expression(next);
        counted(position);
        OperandCheck.check(position, operator, left, right, bool, matched);
        return new Binary(position, operator, left, right, bool, matching);
    }

    private VectorMatching matching(BinaryOperator operator) {
        boolean on = tokens.take().isWord("on");
        List<String> labels = tokens.labels();
        boolean left = tokens.peek().isWord("group_left");
        if (!left && !tokens.peek().isWord("group_right")) {
            return new VectorMatching(on, labels, VectorMatching.Many.NEITHER, List.of());
        }
        int position = tokens.take().position();
        if (operator.isOfSets()) {
            throw PromQlException.at(position, "\"" + operator.word() + "\" takes no group_left and no group_right");
        }
        List<String> include = tokens.peek().is("(") ? tokens.labels() : List.of();
        Optional<String> both = include.stream().filter(labels::contains).findFirst();
        if (on && both.isPresent()) {
            throw PromQlException.at(position, "the label " + both.get() + " is both in on() and in group_left()");
        }
        return new VectorMatching(on, labels, left ? VectorMatching.Many.LEFT : VectorMatching.Many.RIGHT, include);
    }

    private PromQlExpression signed() {
        PromQlToken sign = tokens.peek();
        if (!sign.is("-") && !sign.is("+")) {
            return selectors.modified(operand());
        }
        tokens.take();
        PromQlExpression operand = expression(BinaryOperator.OF_SIGN + 1);
        if (operand.type() != ExpressionType.SCALAR && operand.type() != ExpressionType.INSTANT_VECTOR) {
            throw PromQlException.at(
                    sign.position(),
                    "a sign stands before a scalar or an instant vector, not before "
                            + operand.type().shown());
        }
        return sign.is("+") ? operand : new Negation(sign.position(), operand);
    }

    private PromQlExpression operand() {
        PromQlToken token = tokens.peek();
        counted(token.position());
        return switch (token.kind()) {
            case NUMBER ->
                new NumberLiteral(token.position(), number(tokens.take().text()));
            case STRING -> new TextLiteral(token.position(), tokens.take().text());
            case IDENTIFIER -> named();
            case SIGN -> {
                if (token.is("{")) {
                    yield selectors.selector();
                }
                if (!tokens.skip("(")) {
                    throw tokens.unexpected("a metric, a function, a number or \"(\"");
                }
                PromQlExpression inner = expression(1);
                tokens.expect(")");
                yield inner;
            }
            case DURATION -> throw tokens.unexpected("a metric, a function or a number");
            case END -> throw tokens.unexpected("a metric, a function, a number or \"(\"");
        };
    }

    private static double number(String text) {
        return text.length() > 1 && (text.charAt(1) == 'x' || text.charAt(1) == 'X')
                ? new java.math.BigInteger(text.substring(2), 16).doubleValue()
                : Double.parseDouble(text);
    }

    /// A number, an aggregation, a call or a metric.
    private PromQlExpression named() {
        PromQlToken token = tokens.peek();
        PromQlToken after = tokens.second();
        if (token.isWord("inf") || token.isWord("nan")) {
            tokens.take();
            return new NumberLiteral(token.position(), token.isWord("inf") ? Double.POSITIVE_INFINITY : Double.NaN);
        }
        boolean grouped = after.isWord("by") || after.isWord("without");
        if (after.is("(") || grouped) {
            Optional<AggregationOperator> operator = AggregationOperator.of(token.word());
            if (operator.isPresent()) {
                return aggregation(operator.get());
            }
        }
        if (grouped) {
            throw outside("the aggregation " + token.text());
        }
        if (after.is("(")) {
            return call(PromQlFunction.of(token.text()).orElseThrow(() -> outside(token.text() + "()")));
        }
        if (Stream.of("bool", "on", "ignoring", "group_left", "group_right").anyMatch(token::isWord)) {
            throw tokens.unexpected("a metric, a function, a number or \"(\"");
        }
        return selectors.selector();
    }

    private Aggregation aggregation(AggregationOperator operator) {
        int position = tokens.take().position();
        boolean before = tokens.peek().isWord("by") || tokens.peek().isWord("without");
        boolean without = tokens.peek().isWord("without");
        List<String> labels = before ? grouping() : List.of();
        int begin = tokens.peek().position();
        List<PromQlExpression> arguments = arguments();
        if (!before && (tokens.peek().isWord("by") || tokens.peek().isWord("without"))) {
            without = tokens.peek().isWord("without");
            labels = grouping();
        }
        List<ExpressionType> wanted = operator.picks()
                ? List.of(ExpressionType.SCALAR, ExpressionType.INSTANT_VECTOR)
                : List.of(ExpressionType.INSTANT_VECTOR);
        OperandCheck.arguments(begin, operator.word(), arguments, wanted, wanted.size());
        return new Aggregation(
                position,
                operator,
                arguments.getLast(),
                operator.picks() ? arguments.getFirst() : null,
                without,
                List.copyOf(labels));
    }

    private List<String> grouping() {
        tokens.take();
        return tokens.labels();
    }

    private Call call(PromQlFunction function) {
        int position = tokens.take().position();
        List<PromQlExpression> arguments = arguments();
        OperandCheck.arguments(position, function.word(), arguments, function.arguments(), function.least());
        return new Call(position, function, List.copyOf(arguments));
    }

    private List<PromQlExpression> arguments() {
        tokens.expect("(");
        List<PromQlExpression> arguments = new ArrayList<>();
        while (!tokens.skip(")")) {
            arguments.add(expression(1));
            if (!tokens.skip(",")) {
                if (!tokens.peek().is(")")) {
                    throw tokens.unexpected("\",\" or \")\"");
                }
            } else if (tokens.peek().is(")")) {
                throw tokens.unexpected("another argument");
            }
        }
        return arguments;
    }

    private void counted(int position) {
        if (++parts > LARGEST) {
            throw PromQlException.at(position, "an expression has at most " + LARGEST + " parts");
        }
    }

    private PromQlException outside(String what) {
        return PromQlException.at(
                tokens.peek().position(),
                what + " is not in the part of PromQL that aiplat evaluates. There are the functions "
                        + Stream.of(PromQlFunction.values())
                                .map(PromQlFunction::word)
                                .collect(Collectors.joining(", "))
                        + ", and the aggregations "
                        + Stream.of(AggregationOperator.values())
                                .map(operator -> operator.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", ")));
    }
}
