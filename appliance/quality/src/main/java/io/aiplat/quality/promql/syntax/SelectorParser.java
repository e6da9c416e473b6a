package io.aiplat.quality.promql.syntax;

import io.aiplat.quality.promql.LabelMatcher;
import io.aiplat.quality.promql.LabelSet;
import io.aiplat.quality.promql.PromQlException;
import io.aiplat.quality.promql.syntax.PromQlExpression.RangeSelector;
import io.aiplat.quality.promql.syntax.PromQlExpression.Selector;
import io.aiplat.quality.promql.syntax.PromQlToken.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Parser of selectors, and of what may stand behind one.
final class SelectorParser {
    private static final String BEYOND = " is not in the part of PromQL that aiplat evaluates";

    private final TokenReader tokens;

    SelectorParser(TokenReader tokens) {
        this.tokens = tokens;
    }

    /// A metric, conditions in braces, or both.
    ///
    /// @throws PromQlException if it would select all there is
    Selector selector() {
        int position = tokens.peek().position();
        List<LabelMatcher> conditions = new ArrayList<>();
        if (tokens.peek().kind() == Kind.IDENTIFIER) {
            conditions.add(new LabelMatcher(
                    LabelSet.NAME, LabelMatcher.Comparison.EQUAL, tokens.take().text()));
        }
        if (tokens.skip("{")) {
            while (!tokens.skip("}")) {
                conditions.add(condition(!conditions.isEmpty()
                        && conditions.getFirst().name().equals(LabelSet.NAME)
                        && conditions.getFirst().comparison() == LabelMatcher.Comparison.EQUAL));
                if (!tokens.skip(",") && !tokens.peek().is("}")) {
                    throw tokens.unexpected("\",\" or \"}\"");
                }
            }
        }
        if (conditions.stream().allMatch(condition -> condition.accepts(""))) {
            throw PromQlException.at(
                    position, "a selector needs a condition that does not hold for a label that is not there");
        }
        return new Selector(position, List.copyOf(conditions), 0);
    }

    private LabelMatcher condition(boolean named) {
        int position = tokens.peek().position();
        String label = tokens.label();
        Optional<LabelMatcher.Comparison> comparison = Arrays.stream(LabelMatcher.Comparison.values())
                .filter(each -> tokens.peek().is(each.sign()))
                .findFirst();
        if (comparison.isEmpty()) {
            throw tokens.unexpected("=, !=, =~ or !~");
        }
        if (named && label.equals(LabelSet.NAME) && comparison.get() == LabelMatcher.Comparison.EQUAL) {
            throw PromQlException.at(position, "the metric is named twice");
        }
        tokens.take();
        int at = tokens.peek().position();
        String value = tokens.string();
        try {
            return new LabelMatcher(label, comparison.get(), value);
        } catch (PromQlException e) {
            throw new PromQlException("At character " + (at + 1) + ": " + e.getMessage());
        }
    }

    /// An operand with the range and the offset that stand behind it.
    PromQlExpression modified(PromQlExpression operand) {
        PromQlExpression result = operand;
        while (true) {
            PromQlToken token = tokens.peek();
            if (token.is("[")) {
                result = ranged(result);
            } else if (token.isWord("offset")) {
                result = offset(result);
            } else if (token.is("@")) {
                throw PromQlException.at(token.position(), "the modifier @" + BEYOND);
            } else {
                return result;
            }
        }
    }

    private RangeSelector ranged(PromQlExpression operand) {
        int position = tokens.take().position();
        long range = tokens.duration();
        if (tokens.peek().text().startsWith(":")) {
            throw PromQlException.at(position, "a subquery" + BEYOND);
        }
        tokens.expect("]");
        if (!(operand instanceof Selector selector)) {
            throw PromQlException.at(position, "a range stands behind a selector only");
        }
        if (selector.offset() != 0) {
            throw PromQlException.at(position, "a range stands before the offset");
        }
        return new RangeSelector(operand.position(), selector, range);
    }

    private PromQlExpression offset(PromQlExpression operand) {
        int position = tokens.take().position();
        boolean before = tokens.skip("-");
        long duration = tokens.duration();
        long offset = before ? -duration : duration;
        return switch (operand) {
            case Selector(int at, List<LabelMatcher> conditions, long none)
            when none == 0 -> new Selector(at, conditions, offset);
            case RangeSelector(int at, Selector selector, long range)
            when selector.offset() == 0 ->
                new RangeSelector(at, new Selector(selector.position(), selector.conditions(), offset), range);
            default -> throw PromQlException.at(position, "an offset stands once, and behind a selector");
        };
    }
}
