package io.aiplat.operator.aiteam;

import io.aiplat.model.Problem;
import io.aiplat.model.Problem.Kind;
import io.aiplat.model.ProblemCode;
import java.util.List;

/// What can be wrong with teams.
public final class AITeamProblems {
    private static final ProblemCode BUDGET_NOT_UNDERSTOOD =
            new ProblemCode("OPERATOR_BUDGET_NOT_UNDERSTOOD", Kind.INVALID);

    private AITeamProblems() {}

    /// The budget of a team is written in no form that is known.
    ///
    /// @param reason what is allowed
    public static Problem budgetNotUnderstood(String team, String reason) {
        return new Problem(
                BUDGET_NOT_UNDERSTOOD,
                "The budget of the team " + team + " cannot be understood",
                reason,
                List.of("Write spec.maxBudget: \"100.0\" and spec.budgetDuration: 30d"));
    }
}
