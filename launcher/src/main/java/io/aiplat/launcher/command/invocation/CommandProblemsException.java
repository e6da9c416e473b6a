package io.aiplat.launcher.command.invocation;

import io.aiplat.model.Problem;
import io.aiplat.routing.GatewayConfig;
import io.aiplat.routing.file.ConfigReadResult;
import java.util.List;

/// Exception that carries several problems, found at once, out of a command.
/// The first one decides the exit status.
public final class CommandProblemsException extends RuntimeException {
    private final transient List<Problem> problems;

    /// A refusal for these reasons.
    ///
    /// @param problems never empty
    public CommandProblemsException(List<Problem> problems) {
        super(problems.getFirst().code().id());
        this.problems = List.copyOf(problems);
    }

    /// The plan that a file states.
    ///
    /// @throws CommandProblemsException with everything that is wrong with it
    public static GatewayConfig unlessRight(ConfigReadResult read) {
        return switch (read) {
            case ConfigReadResult.Accepted(var plan) -> plan;
            case ConfigReadResult.Refused(var problems) -> throw new CommandProblemsException(problems);
        };
    }

    /// The reasons.
    public List<Problem> problems() {
        return problems;
    }
}
