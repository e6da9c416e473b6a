package io.aiplat.launcher.command;

import io.aiplat.model.Problem;
import io.aiplat.routing.GatewayPlan;
import io.aiplat.routing.file.PlanRead;
import java.util.List;

/// Carries several problems, found at once, out of a command. The first one decides the exit status.
public final class Refusal extends RuntimeException {
    private final transient List<Problem> problems;

    /// A refusal for these reasons.
    ///
    /// @param problems never empty
    public Refusal(List<Problem> problems) {
        super(problems.getFirst().code().id());
        this.problems = List.copyOf(problems);
    }

    /// The plan that a file states.
    ///
    /// @throws Refusal with everything that is wrong with it
    static GatewayPlan unlessRight(PlanRead read) {
        return switch (read) {
            case PlanRead.Accepted(var plan) -> plan;
            case PlanRead.Refused(var problems) -> throw new Refusal(problems);
        };
    }

    /// The reasons.
    public List<Problem> problems() {
        return problems;
    }
}
