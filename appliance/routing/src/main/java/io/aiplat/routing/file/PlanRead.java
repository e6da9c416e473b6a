package io.aiplat.routing.file;

import io.aiplat.model.Problem;
import io.aiplat.routing.GatewayPlan;
import java.util.List;

/// What came of reading a file.
public sealed interface PlanRead {
    /// All is well.
    record Accepted(GatewayPlan plan) implements PlanRead {}

    /// Something is wrong.
    ///
    /// @param problems all of it, in the order of the file as far as it has one; never none
    record Refused(List<Problem> problems) implements PlanRead {
        public Refused {
            problems = List.copyOf(problems);
        }
    }
}
