package io.aiplat.launcher.pods;

import io.aiplat.model.Problem;
import io.aiplat.model.Problem.Kind;
import io.aiplat.model.ProblemCode;
import java.util.List;

/// What can go wrong when the operator starts as a pod.
public final class OperatorPodProblems {
    private OperatorPodProblems() {}

    /// Its port of probes is taken.
    ///
    /// @param why as the system says
    public static Problem cannotListen(int port, String why) {
        return new Problem(
                new ProblemCode("POD_CANNOT_LISTEN", Kind.UNAVAILABLE),
                "Port " + port + " for the probes cannot be listened on",
                "The system says: " + why + ".",
                List.of("Choose another: aiplat operator run --health PORT"));
    }
}
