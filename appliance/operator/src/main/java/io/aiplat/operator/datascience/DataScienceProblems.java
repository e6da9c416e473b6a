package io.aiplat.operator.datascience;

import io.aiplat.model.Problem;
import io.aiplat.model.Problem.Kind;
import io.aiplat.model.ProblemCode;
import java.util.Collection;
import java.util.List;

/// What can be wrong with a resource of components.
public final class DataScienceProblems {
    private static final ProblemCode COMPONENT_NOWHERE = new ProblemCode("OPERATOR_COMPONENT_NOWHERE", Kind.INVALID);

    private DataScienceProblems() {}

    /// Components are wanted that aiplat has nothing of. The others are there.
    ///
    /// @param components their names, at least one
    public static Problem componentNowhere(String resource, Collection<String> components) {
        return new Problem(
                COMPONENT_NOWHERE,
                "The components of " + resource + " that are not here: " + String.join(", ", components),
                "Nothing of aiplat stands for them, and nothing is put in their place. The other components are as the"
                        + " resource says.",
                List.of(
                        "Set their managementState to Removed",
                        "Bring them yourself, with their own operator: aiplat deploy --overlay FOLDER"));
    }
}
