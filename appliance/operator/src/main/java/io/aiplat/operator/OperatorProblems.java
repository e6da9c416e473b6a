package io.aiplat.operator;

import io.aiplat.model.Problem;
import io.aiplat.model.Problem.Kind;
import io.aiplat.model.ProblemCode;
import java.util.List;

/// What can stand in the operator's way.
public final class OperatorProblems {
    private static final ProblemCode KIND_OF_ANOTHER = new ProblemCode("OPERATOR_KIND_OF_ANOTHER", Kind.CONFLICT);

    private static final ProblemCode KIND_NOT_OURS = new ProblemCode("OPERATOR_KIND_NOT_OURS", Kind.DENIED);
    private static final ProblemCode KIND_REFUSED = new ProblemCode("OPERATOR_KIND_REFUSED", Kind.UNAVAILABLE);

    private OperatorProblems() {}

    /// The cluster does not let us make the definition of a kind.
    ///
    /// @param kind plural name and group
    public static Problem kindNotOurs(String kind) {
        return new Problem(
                KIND_NOT_OURS,
                "The kind " + kind + " cannot be defined in this cluster",
                "Definitions are the whole cluster's, and this kubeconfig may not make them.",
                List.of("Let whoever administers the cluster apply the definition, and restart: aiplat restart"));
    }

    /// The cluster does not take the definition of a kind.
    ///
    /// @param kind plural name and group
    public static Problem kindRefused(String kind) {
        return new Problem(
                KIND_REFUSED,
                "The cluster refuses the definition of the kind " + kind,
                "Its API knows something of it not, or finds one of its rules too dear; all other kinds are served.",
                List.of("See what it said: aiplat logs appliance", "Use a newer Kubernetes"));
    }

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
