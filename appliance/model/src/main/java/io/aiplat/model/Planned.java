package io.aiplat.model;

import java.util.List;

/// What the planner says: steps, or why there can be none.
public sealed interface Planned {
    /// What will be done.
    ///
    /// @param cluster the kind decided on
    /// @param engine  the model engine decided on
    /// @param reasons why, one sentence for each decision that was left to us
    /// @param steps   in order
    record Plan(ClusterKind cluster, EngineKind engine, List<String> reasons, List<Step> steps) implements Planned {
        public Plan {
            reasons = List.copyOf(reasons);
            steps = List.copyOf(steps);
        }
    }

    /// Nothing can be done.
    ///
    /// @param problems all of them at once, never empty
    record Refused(List<Problem> problems) implements Planned {
        public Refused {
            problems = List.copyOf(problems);
            if (problems.isEmpty()) {
                throw new IllegalArgumentException("a refusal says why");
            }
        }
    }
}
