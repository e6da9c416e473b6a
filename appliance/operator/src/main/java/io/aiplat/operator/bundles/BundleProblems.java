package io.aiplat.operator.bundles;

import io.aiplat.model.Problem;
import io.aiplat.model.Problem.Kind;
import io.aiplat.model.ProblemCode;
import java.util.List;

/// What can keep a resource from having a bundle installed.
public final class BundleProblems {
    private static final ProblemCode NOT_INSTALLED_HERE =
            new ProblemCode("OPERATOR_BUNDLE_NOT_INSTALLED_HERE", Kind.DENIED);
    private static final ProblemCode SWITCHED_BY_ANOTHER =
            new ProblemCode("OPERATOR_BUNDLES_OF_ANOTHER", Kind.CONFLICT);

    private BundleProblems() {}

    /// The operator runs where it has no right to install a bundle.
    public static Problem notInstalledHere(String bundle) {
        return new Problem(
                NOT_INSTALLED_HERE,
                "The bundle " + bundle + " is not installed by this operator",
                "It runs as a pod with the rights that its resources need; a bundle may bring definitions and rights of"
                        + " the whole cluster, which somebody who has them must decide.",
                List.of("Install it from a workstation: aiplat up --with aiplat," + bundle));
    }

    /// Another resource, which is older, says already what is installed.
    ///
    /// @param older its name
    public static Problem switchedByAnother(String older) {
        return new Problem(
                SWITCHED_BY_ANOTHER,
                "The resource " + older + " says already which bundles are installed",
                "Two would install and remove in turns what the other does not have. The older one holds.",
                List.of("Write what is wanted into " + older, "Or delete one of the two"));
    }
}
