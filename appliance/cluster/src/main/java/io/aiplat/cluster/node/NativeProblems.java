package io.aiplat.cluster.node;

import io.aiplat.model.ExitCode;
import io.aiplat.model.Problem;
import io.aiplat.model.Problem.Kind;
import io.aiplat.model.ProblemCode;
import java.util.List;

/// What can stand in the way of a node that is a process of this machine.
public final class NativeProblems {
    private NativeProblems() {}

    /// There is no k3s.
    ///
    /// @param looked where it was looked for
    public static Problem k3sMissing(String looked) {
        return new Problem(
                new ProblemCode("CLUSTER_K3S_MISSING", Kind.NOT_FOUND, ExitCode.HOST),
                "There is no program k3s",
                "Looked for: " + looked + ". aiplat fetches none by itself.",
                List.of(
                        "Put the program of a release on the PATH: https://github.com/k3s-io/k3s/releases",
                        "Or say where it is: aiplat up --cluster native --set cluster.k3s-binary=/path/to/k3s",
                        "Or install from a bundle that has it: aiplat up --cluster native --bundle site.aipb",
                        "Or do without Kubernetes: aiplat up --cluster none"));
    }

    /// This machine, or who asks, cannot run k3s.
    ///
    /// @param why a full sentence
    public static Problem notHere(String why) {
        return new Problem(
                new ProblemCode("CLUSTER_NATIVE_NOT_HERE", Kind.UNAVAILABLE, ExitCode.HOST),
                "A native cluster cannot be run here",
                why,
                List.of(
                        "On Linux, as root: sudo aiplat up --cluster native",
                        "With a container engine: aiplat up --cluster docker",
                        "Without Kubernetes: aiplat up --cluster none"));
    }

    /// The service manager did not take or start the unit.
    ///
    /// @param said by systemctl
    public static Problem unitNotStarted(String unit, String said) {
        return new Problem(
                new ProblemCode("CLUSTER_UNIT_NOT_STARTED", Kind.FAILED),
                "The unit " + unit + " was not started",
                said.isBlank() ? "systemctl gave no reason." : said,
                List.of("See why: systemctl status " + unit, "Read the node's log: aiplat logs cluster"));
    }

    /// Traces of the node could not be taken away.
    ///
    /// @param left what is still there
    public static Problem tracesLeft(String name, List<String> left) {
        return new Problem(
                new ProblemCode("CLUSTER_TRACES_LEFT", Kind.CONFLICT, ExitCode.STEP_FAILED),
                "Not all that the node of cluster " + name + " left on this machine is gone",
                "Still there: " + String.join(", ", left) + ". Something uses it.",
                List.of(
                        "See who holds a mount: fuser -vm PATH",
                        "Once nothing does, run the same command again",
                        "A restart of the machine takes all but the data away"));
    }
}
