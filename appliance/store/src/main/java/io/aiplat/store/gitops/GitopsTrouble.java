package io.aiplat.store.gitops;

import io.aiplat.model.Problem;
import io.aiplat.model.Problem.Kind;
import io.aiplat.model.ProblemCode;
import java.util.List;

/// A problem as a file keeps it.
///
/// @param code  stable name
/// @param kind  what is wrong in general
/// @param what  one sentence
/// @param why   the cause
/// @param fixes what to do about it
public record GitopsTrouble(String code, Kind kind, String what, String why, List<String> fixes) {
    public GitopsTrouble {
        fixes = List.copyOf(fixes);
    }

    /// What is to be kept of a problem.
    public static GitopsTrouble of(Problem problem) {
        return new GitopsTrouble(
                problem.code().id(), problem.code().kind(), problem.what(), problem.why(), problem.fixes());
    }

    /// The problem again.
    public Problem problem() {
        return new Problem(new ProblemCode(code, kind), what, why, fixes);
    }
}
