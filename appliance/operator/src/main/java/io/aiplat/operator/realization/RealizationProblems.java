package io.aiplat.operator.realization;

import io.aiplat.model.Problem;
import io.aiplat.model.Problem.Kind;
import io.aiplat.model.ProblemCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What can keep a resource from becoming what it stands for.
public final class RealizationProblems {
    private static final ProblemCode OBJECT_OF_ANOTHER = new ProblemCode("OPERATOR_OBJECT_OF_ANOTHER", Kind.CONFLICT);
    private static final ProblemCode TEAM_OF_ANOTHER = new ProblemCode("OPERATOR_TEAM_OF_ANOTHER", Kind.CONFLICT);

    private static final ProblemCode OTHER_BYTES = new ProblemCode("OPERATOR_OTHER_BYTES", Kind.CONFLICT);

    private static final ProblemCode RAY_FAILED = new ProblemCode("OPERATOR_RAY_FAILED", Kind.FAILED);

    private RealizationProblems() {}

    /// Ray Serve cannot bring up a model.
    ///
    /// @param service `RayService namespace/name`
    /// @param said    by Ray; empty for nothing
    public static Problem rayFailed(String service, String said) {
        return new Problem(
                RAY_FAILED,
                "Ray does not serve " + service,
                said.isBlank() ? "Its application has failed, and Ray says no more." : "Ray says: " + said.strip(),
                List.of(
                        "See the RayService's events and the logs of its pods",
                        "Correct the resource; Ray begins anew with what it says then",
                        "Or have vLLM run without Ray: annotate the resource with aiplat.io/ray=false, delete it and"
                                + " apply it again"));
    }

    /// The weights that came are not those that a resource names by their digest.
    ///
    /// @param model  that the resource stands for
    /// @param kept   name that what came is kept under
    /// @param wanted 64 hexadecimal digits
    /// @param digest of what came; null where nobody has read all of it
    public static Problem otherBytes(String model, String kept, String wanted, @Nullable String digest) {
        return new Problem(
                OTHER_BYTES,
                "The weights of the model " + model + " are not those with the digest that its resource names",
                "Wanted is sha256:" + wanted + ", and " + kept + " has "
                        + (digest == null ? "none that is known" : digest)
                        + ". They are not served under the name of the resource.",
                List.of(
                        "See whether the source has another file by now; if it is right, correct the digest",
                        "Delete the resource, which removes what came for it, and apply it again"));
    }

    /// An object that a resource stands for is there already, and not its own.
    ///
    /// @param object `Kind namespace/name`
    public static Problem objectOfAnother(String object) {
        return new Problem(
                OBJECT_OF_ANOTHER,
                "There is a " + object + " already",
                "Somebody else made it, and it may be in use; it is left as it is.",
                List.of(
                        "Give the resource another name",
                        "Or delete the " + object + ", if nobody needs it; it is made anew within a minute"));
    }

    /// The gateway has a team of that name, which no resource made.
    public static Problem teamOfAnother(String team) {
        return new Problem(
                TEAM_OF_ANOTHER,
                "The gateway has a team " + team + " already",
                "A person made it, and its limits and keys are that person's; a resource would change and delete them.",
                List.of(
                        "Give the resource another teamName",
                        "Or delete the team, if nobody needs it: aiplat teams delete " + team));
    }
}
