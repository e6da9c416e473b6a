package io.aiplat.supply.pull;

import io.aiplat.model.ExitCode;
import io.aiplat.model.Problem;
import io.aiplat.model.Problem.Kind;
import io.aiplat.model.ProblemCode;
import java.util.List;

/// What can be wrong with a pull, whatever the source.
public final class PullProblems {
    /// Of [#nameTaken].
    public static final ProblemCode NAME_TAKEN =
            new ProblemCode("MODELS_NAME_TAKEN", Kind.CONFLICT, ExitCode.STEP_FAILED);

    private PullProblems() {}

    /// Another model has the name.
    ///
    /// @param here   where that one came from, or of which digest it is
    /// @param wanted where the new one comes from
    public static Problem nameTaken(String name, String here, String wanted) {
        return new Problem(
                NAME_TAKEN,
                "There is another model " + name + " already",
                "The one that is here is " + here + ", the other is " + wanted + ". Nothing was replaced.",
                List.of(
                        "Keep both: aiplat models pull " + wanted + " --name OTHER-NAME",
                        "Replace the one that is here: aiplat models pull " + wanted + " --force"));
    }

    /// A model cannot be served under a name.
    public static Problem nameUnusable(String name) {
        return new Problem(
                new ProblemCode("MODELS_NAME_UNUSABLE", Kind.INVALID),
                "No model can be called '" + name + "'",
                "A name has small letters, digits, dots, underscores and hyphens, at most 80 of them, and may have a"
                        + " tag behind a colon.",
                List.of("Give it another: aiplat models pull REFERENCE --name my-model"));
    }

    /// A damaged model cannot be fetched again, for its source does not have it or does not answer.
    public static Problem sourceGone(String name, String source) {
        return new Problem(
                new ProblemCode("MODELS_SOURCE_GONE", Kind.FAILED),
                "The model " + name + " is damaged and cannot be fetched again",
                "It came from " + source + ", which does not have it now or does not answer.",
                List.of(
                        "See what its source says: aiplat models pull " + source + " --name other",
                        "Replace it: aiplat models pull REFERENCE --name " + name + " --force",
                        "Remove it: aiplat models rm " + name));
    }

    /// A damaged model cannot be fetched again, for there is another where it came from.
    public static Problem sourceChanged(String name, String source) {
        return new Problem(
                new ProblemCode("MODELS_SOURCE_CHANGED", Kind.FAILED),
                "The model " + name + " is damaged, and its source has another by now",
                "What is at " + source + " has other bytes than those that came from there.",
                List.of(
                        "Take what is there now: aiplat models pull " + source + " --name " + name + " --force",
                        "Remove it: aiplat models rm " + name));
    }

    /// What a source has consists of no weights.
    public static Problem noWeights(String source) {
        return new Problem(
                new ProblemCode("MODELS_WITHOUT_WEIGHTS", Kind.INVALID, ExitCode.STEP_FAILED),
                "There are no weights at " + source,
                "What lies there is an addition to a model, and no model.",
                List.of("Name the model that it belongs to"));
    }
}
