package io.aiplat.operator;

import io.aiplat.model.Problem;
import io.aiplat.model.Problem.Kind;
import io.aiplat.model.ProblemCode;
import java.util.List;

/// What can stand in the operator's way.
public final class OperatorProblems {
    private static final ProblemCode KIND_OF_ANOTHER = new ProblemCode("OPERATOR_KIND_OF_ANOTHER", Kind.CONFLICT);

    private OperatorProblems() {}

    /// The definition of a kind belongs to another operator.
    ///
    /// @param kind plural name and group
    public static Problem kindOfAnother(String kind) {
        return new Problem(
                KIND_OF_ANOTHER,
                "Another operator owns the kind " + kind,
                "The cluster has a definition of it that aiplat did not make. Two operators of one kind would undo each"
                        + " other's work, so its resources are left alone.",
                List.of(
                        "Keep the other operator; nothing else of aiplat needs this kind",
                        "Let aiplat take over, once the other operator is gone: kubectl label crd " + kind
                                + " aiplat.io/owner=adopted, then aiplat restart"));
    }
}
