package io.aiplat.provisioning.run;

import io.aiplat.model.ExitCode;
import io.aiplat.model.Problem;
import io.aiplat.model.Problem.Kind;
import io.aiplat.model.ProblemCode;
import java.time.Duration;
import java.util.List;

/// What can go wrong while a plan is carried out.
public final class RunProblems {
    private RunProblems() {}

    /// It did not become ready in time.
    ///
    /// @param what   what was waited for
    /// @param reason why it was not ready at the last look
    public static Problem notReadyInTime(String what, Duration limit, String reason) {
        return new Problem(
                new ProblemCode("RUN_NOT_READY_IN_TIME", Kind.TIMEOUT),
                "Waiting for " + what + " ended after " + limit.toSeconds() + " s",
                "At the last look: " + reason,
                List.of(
                        "Look closer: aiplat logs, aiplat kubectl get pods -A",
                        "What was begun is kept; go on with: aiplat up",
                        "A slow machine? Allow more time in aiplat.yaml: waits: {node: 10m, workload: 15m}"));
    }

    /// This home has another cluster, and would lose sight of it.
    ///
    /// @param made   kind and name of the one it has
    /// @param wanted kind and name of the one asked for
    public static Problem otherCluster(String made, String wanted) {
        return new Problem(
                new ProblemCode("RUN_OTHER_CLUSTER", Kind.MISCONFIGURED),
                "This home has the cluster " + made + " and cannot have " + wanted + " as well",
                "A home keeps track of one cluster; the other one would be left behind and nobody would remove it.",
                List.of(
                        "Remove the one it has: aiplat down --purge",
                        "If that one is gone for good, forget it: aiplat down --forget",
                        "Or keep both, each in a home of its own: aiplat up --home FOLDER"));
    }

    /// `down` could not ask the cluster, or not remove all of it; the home stays, for what is left carries its id.
    ///
    /// @param cluster for people
    /// @param why     what stood in the way, a full sentence
    /// @param left    what is known to be left; may be empty
    /// @param again   the command that was given
    public static Problem notAllRemoved(String cluster, String why, List<String> left, String again) {
        return new Problem(
                new ProblemCode("RUN_NOT_ALL_REMOVED", Kind.FAILED),
                "What is aiplat's in the cluster (" + cluster + ") was not removed, or not all of it",
                why + (left.isEmpty() ? "" : "\nStill there: " + String.join(", ", left) + "."),
                List.of(
                        "Once nothing stands in the way any more: " + again,
                        "If it is gone for good, or somebody else shall remove it: " + again + " --forget"));
    }

    /// The run was interrupted.
    public static Problem interrupted() {
        return new Problem(
                new ProblemCode("RUN_INTERRUPTED", Kind.INTERRUPTED),
                "Interrupted",
                "The run was asked to stop before it was done.",
                List.of("Go on where it stopped: aiplat up", "Or remove what was made: aiplat down"));
    }

    /// A model that was asked for does not exist.
    ///
    /// @param said by who was asked for it
    public static Problem modelNotFound(String model, String said) {
        return new Problem(
                new ProblemCode("RUN_MODEL_NOT_FOUND", Kind.NOT_FOUND, ExitCode.STEP_FAILED),
                "There is no model " + model,
                said,
                List.of(
                        "Check the spelling; names have the form qwen3:0.6b or registry.example:5000/team/name:tag",
                        "Look for one: https://ollama.com/library",
                        "Go on without it: aiplat up"));
    }

    /// The appliance process ended instead of serving.
    ///
    /// @param log the end of its log
    public static Problem applianceDied(String log) {
        return new Problem(
                new ProblemCode("RUN_APPLIANCE_DIED", Kind.FAILED),
                "The appliance process ended before its endpoint answered",
                log.isBlank() ? "It wrote nothing to its log." : log,
                List.of("See what it says in the foreground: aiplat serve", "Read the whole log: aiplat logs start"));
    }
}
