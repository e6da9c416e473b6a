package io.aiplat.governance.use;

import io.aiplat.model.Problem;
import io.aiplat.model.Problem.Kind;
import io.aiplat.model.ProblemCode;
import java.nio.file.Path;
import java.util.List;

/// What can be wrong with the ledger of what pods use.
public final class WorkloadProblems {
    private static final ProblemCode NOT_READ = new ProblemCode("WORKLOAD_USE_NOT_READ", Kind.UNAVAILABLE);

    private WorkloadProblems() {}

    /// What pods have used cannot be told.
    ///
    /// @param why without a full stop
    public static Problem notRead(Path folder, String why) {
        return new Problem(
                NOT_READ,
                "What pods have used is in " + folder + " and cannot be read",
                why + ".",
                List.of(
                        "See who owns it: ls -l " + folder,
                        "Or move the folder away: what is used from now on is counted anew"));
    }
}
