package io.aiplat.operator.workload;

import io.aiplat.model.Problem;
import io.aiplat.model.Problem.Kind;
import io.aiplat.model.ProblemCode;
import java.util.List;

/// What can be wrong with secrets that an operator of somebody else brings.
public final class SecretProblems {
    private static final ProblemCode NOT_SYNCED = new ProblemCode("OPERATOR_SECRET_NOT_SYNCED", Kind.NOT_FOUND);
    private static final ProblemCode NO_OPERATOR = new ProblemCode("OPERATOR_NO_SECRET_OPERATOR", Kind.NOT_FOUND);

    private SecretProblems() {}

    /// A secret is to be brought, and is not.
    ///
    /// @param secret its name
    /// @param source kind, namespace and name of the resource that is to bring it
    /// @param why    as that resource says
    public static Problem notSynced(String secret, String source, String why) {
        return new Problem(
                NOT_SYNCED,
                "The secret " + secret + " is not there, because " + source + " is not synced",
                why + (why.endsWith(".") ? "" : ".") + " It is looked at again within seconds.",
                List.of("See it: kubectl describe " + source.replaceFirst("^(\\S+) (\\S+)/(\\S+)$", "$1 $3 -n $2")));
    }

    /// The cluster does not know the kind of resource by which a secret would be brought.
    ///
    /// @param secret   its name
    /// @param kind     of the resource
    /// @param group    of the kind
    /// @param operator whose it is
    public static Problem noOperator(String secret, String kind, String group, String operator) {
        return new Problem(
                NO_OPERATOR,
                "The secret " + secret + " cannot be brought: the cluster knows no " + kind,
                "The kind is of the group " + group + ", which " + operator + " defines.",
                List.of(
                        "Install " + operator + " in the cluster",
                        "Or make the secret by hand, and take the provider out: kubectl create secret generic " + secret
                                + " --from-literal=KEY=VALUE"));
    }
}
