package io.aiplat.model.plan;

import io.aiplat.model.ClusterKind;
import io.aiplat.model.EngineKind;
import io.aiplat.model.Problem;
import java.util.List;

/// Result of planning: steps, or why there can be none.
public sealed interface PlanResult {
    /// What will be done.
    ///
    /// @param cluster the kind decided on
    /// @param engine  the model engine decided on
    /// @param reasons why, one sentence for each decision that was left to us
    /// @param steps   in order
    record Plan(ClusterKind cluster, EngineKind engine, List<String> reasons, List<Step> steps) implements PlanResult {
        public Plan {
            reasons = List.copyOf(reasons);
            steps = List.copyOf(steps);
        }
    }

    /// Nothing can be done.
    ///
    /// @param problems all of them at once, never empty
    record Refused(List<Problem> problems) implements PlanResult {
        public Refused {
            problems = List.copyOf(problems);
            if (problems.isEmpty()) {
                throw new IllegalArgumentException("a refusal says why");
            }
        }
    }
}
