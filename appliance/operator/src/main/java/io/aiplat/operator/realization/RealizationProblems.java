package io.aiplat.operator.realization;

import io.aiplat.model.Problem;
import io.aiplat.model.Problem.Kind;
import io.aiplat.model.ProblemCode;
import java.util.List;

/// What can keep a resource from becoming what it stands for.
public final class RealizationProblems {
    private static final ProblemCode OBJECT_OF_ANOTHER = new ProblemCode("OPERATOR_OBJECT_OF_ANOTHER", Kind.CONFLICT);
    private static final ProblemCode TEAM_OF_ANOTHER = new ProblemCode("OPERATOR_TEAM_OF_ANOTHER", Kind.CONFLICT);

    private RealizationProblems() {}

    /// An object that a resource stands for is there already, and not its own.
    ///
    /// @param object `Kind namespace/name`
    public static Problem objectOfAnother(String object) {
        return new Problem(
                OBJECT_OF_ANOTHER,
                "There is a " + object + " already",
                "Somebody else made it, and it may be in use; it is left as it is.",
                List.of(
                        "Give the resource another name",
                        "Or delete the " + object + ", if nobody needs it; it is made anew within a minute"));
    }

    /// The gateway has a team of that name, which no resource made.
    public static Problem teamOfAnother(String team) {
        return new Problem(
                TEAM_OF_ANOTHER,
                "The gateway has a team " + team + " already",
                "A person made it, and its limits and keys are that person's; a resource would change and delete them.",
                List.of(
                        "Give the resource another teamName",
                        "Or delete the team, if nobody needs it: aiplat teams delete " + team));
    }
}
