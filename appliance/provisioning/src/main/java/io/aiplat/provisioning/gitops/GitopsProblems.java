package io.aiplat.provisioning.gitops;

import io.aiplat.model.Problem;
import io.aiplat.model.Problem.Kind;
import io.aiplat.model.ProblemCode;
import java.util.List;

/// Problems with sources of what a cluster shall have.
public final class GitopsProblems {
    private GitopsProblems() {}

    /// A folder that is not there, or no folder.
    ///
    /// @param folder as the person knows it
    /// @param why    as a sentence
    public static Problem noFolder(String folder, String why) {
        return new Problem(
                new ProblemCode("GITOPS_NO_FOLDER", Kind.NOT_FOUND),
                "The folder " + folder + " of the source cannot be read",
                why + " What was applied before stands.",
                List.of("See what there is: ls -la " + folder, "Name another: aiplat gitops add, with the same name"));
    }

    /// More than a source may have.
    ///
    /// @param what it has, as a sentence
    public static Problem tooLarge(String folder, String what) {
        return new Problem(
                new ProblemCode("GITOPS_TOO_LARGE", Kind.INVALID),
                "The folder " + folder + " is too large for a source",
                what,
                List.of("Keep what the cluster shall have in a folder of its own, without models, images and data"));
    }

    /// Nothing that could be applied: an empty folder must not delete all that stands.
    public static Problem empty(String name) {
        return new Problem(
                new ProblemCode("GITOPS_EMPTY", Kind.INVALID),
                "The source " + name + " has no objects at all",
                "To delete all that came of it because of an empty folder would be worse than to ask. What was applied"
                        + " before stands.",
                List.of(
                        "See what it has: aiplat gitops show " + name,
                        "If all of it shall go: aiplat gitops remove " + name + " --prune"));
    }

    /// What only Flux or Argo CD can do.
    ///
    /// @param what the object and what of it, one each
    public static Problem notServed(List<String> what) {
        return new Problem(
                new ProblemCode("GITOPS_NOT_SERVED", Kind.INVALID),
                "The source asks for what only Flux or Argo CD do",
                String.join("\n", what)
                        + "\nHalf of it would be worse than none, so nothing of this revision was applied. What was applied"
                        + " before stands.",
                List.of(
                        "Name a folder without these: aiplat gitops add --path FOLDER, with the same name",
                        "Bring what a chart makes as files: helm template",
                        "Or run Flux or Argo CD in the cluster, which goes beside aiplat"));
    }

    /// A source that nobody has added.
    public static Problem unknown(String name, List<String> there) {
        return new Problem(
                new ProblemCode("GITOPS_UNKNOWN", Kind.NOT_FOUND),
                "There is no source " + name,
                there.isEmpty() ? "None was added yet." : "There are: " + String.join(", ", there) + ".",
                List.of("See what there is: aiplat gitops list", "Add it: aiplat gitops add " + name + " --from …"));
    }

    /// A source that is suspended.
    public static Problem suspended(String name) {
        return new Problem(
                new ProblemCode("GITOPS_SUSPENDED", Kind.CONFLICT),
                "The source " + name + " is suspended",
                "Somebody has stopped it, so nothing of it is applied until it is resumed.",
                List.of("Let it go on: aiplat gitops resume " + name));
    }

    /// Another process is at work on a source and does not end.
    public static Problem busy(String name) {
        return new Problem(
                new ProblemCode("GITOPS_BUSY", Kind.TIMEOUT),
                "The source " + name + " is being applied",
                "The appliance, or another command, has been at it all the time.",
                List.of("See how far it is: aiplat gitops show " + name, "Try again in a minute"));
    }

    /// A fault of aiplat's own, of which more stands in the log.
    ///
    /// @param fault as Java says it
    public static Problem unexpected(String name, String fault) {
        return new Problem(
                new ProblemCode("GITOPS_UNEXPECTED", Kind.BUG),
                "The source " + name + " could not be applied",
                fault + ". This is a fault of aiplat; it is tried again.",
                List.of("Look at the log, and report it: aiplat logs"));
    }
}
