package io.aiplat.quality.promql.syntax;

import io.aiplat.quality.promql.PromQlException;
import java.util.List;

/// Check of what stands beside an operator or in a function, as Prometheus' parser makes it.
final class OperandCheck {
    private OperandCheck() {}

    /// @param matched whether it is said by which labels samples find each other
    /// @throws PromQlException if they do not go together
    static void check(
            int position,
            BinaryOperator operator,
            PromQlExpression left,
            PromQlExpression right,
            boolean bool,
            boolean matched) {
        for (PromQlExpression side : List.of(left, right)) {
            if (side.type() != ExpressionType.SCALAR && side.type() != ExpressionType.INSTANT_VECTOR) {
                throw PromQlException.at(
                        position,
                        "\"" + operator.word() + "\" stands between scalars and instant vectors, and here is "
                                + side.type().shown());
            }
        }
        boolean vectors = left.type() == ExpressionType.INSTANT_VECTOR && right.type() == ExpressionType.INSTANT_VECTOR;
        boolean scalars = left.type() == ExpressionType.SCALAR && right.type() == ExpressionType.SCALAR;
        if (bool && !operator.isComparison()) {
            throw PromQlException.at(position, "bool goes with comparisons only");
        }
        if (operator.isComparison() && scalars && !bool) {
            throw PromQlException.at(position, "a comparison of scalars needs bool: \"" + operator.word() + " bool\"");
        }
        if (operator.isOfSets() && !vectors) {
            throw PromQlException.at(position, "\"" + operator.word() + "\" stands between two instant vectors only");
        }
        if (matched && !vectors) {
            throw PromQlException.at(position, "on and ignoring go with two instant vectors only");
        }
    }

    /// @param least how many there have to be
    /// @throws PromQlException if there are others
    static void arguments(
            int position, String word, List<PromQlExpression> arguments, List<ExpressionType> wanted, int least) {
        if (arguments.size() < least || arguments.size() > wanted.size()) {
            throw PromQlException.at(
                    position,
                    word + "() takes "
                            + (least == wanted.size() ? "" + least : least + " to " + wanted.size())
                            + " arguments, and there are " + arguments.size());
        }
        for (int i = 0; i < arguments.size(); i++) {
            ExpressionType type = arguments.get(i).type();
            if (type != wanted.get(i)) {
                throw PromQlException.at(
                        arguments.get(i).position(),
                        word + "() takes " + wanted.get(i).shown() + " here, and this is " + type.shown());
            }
        }
    }
}
