package io.aiplat.model;

/// Carries a [Problem] to the edge, where it is printed once and becomes the exit status.
/// The only exception rooms throw on purpose.
public final class ApplianceException extends RuntimeException {
    private final transient Problem problem;

    /// A problem found by looking.
    ///
    /// @param problem what to tell the person
    public ApplianceException(Problem problem) {
        super(problem.code().id() + ": " + problem.what());
        this.problem = problem;
    }

    /// A problem that showed as an exception.
    ///
    /// @param cause kept for the log; its text belongs into the problem's `why`
    public ApplianceException(Problem problem, Throwable cause) {
        super(problem.code().id() + ": " + problem.what(), cause);
        this.problem = problem;
    }

    /// What to tell the person.
    public Problem problem() {
        return problem;
    }
}
