package io.aiplat.console;

import io.aiplat.model.ExitCode;
import io.aiplat.model.Problem;
import io.aiplat.model.Problem.Kind;
import io.aiplat.model.ProblemCode;
import java.util.List;

/// What can go wrong between a visitor and the page.
public final class ConsoleProblems {
    /// Of [#noModel].
    public static final ProblemCode NO_MODEL =
            new ProblemCode("CONSOLE_NO_MODEL", Kind.NOT_FOUND, ExitCode.STEP_FAILED).answeredWith(404);

    private static final ProblemCode FOREIGN_PAGE = new ProblemCode("CONSOLE_FOREIGN_PAGE", Kind.DENIED);
    private static final ProblemCode REFUSED = new ProblemCode("CONSOLE_REFUSED", Kind.INVALID);
    private static final ProblemCode FILE_OF_OWNER = new ProblemCode("CONSOLE_FILE_OF_OWNER", Kind.DENIED);
    private static final ProblemCode PULL_FAILED = new ProblemCode("CONSOLE_PULL_FAILED", Kind.BUG);
    private static final ProblemCode PULL_STOPPED = new ProblemCode("CONSOLE_PULL_STOPPED", Kind.INTERRUPTED);

    private static final ProblemCode EXCHANGE_STOPPED = new ProblemCode("CONSOLE_EXCHANGE_STOPPED", Kind.INTERRUPTED);
    private static final ProblemCode EXCHANGE_FAILED = new ProblemCode("CONSOLE_EXCHANGE_FAILED", Kind.BUG);

    private ConsoleProblems() {}

    /// An export or import was stopped, or the appliance was during it.
    ///
    /// @param what such as `exporting qwen3:8b to /data/qwen3.tar`
    public static Problem exchangeStopped(String what) {
        return new Problem(
                EXCHANGE_STOPPED,
                what + " was stopped",
                "It was asked to stop. Nothing that is half an archive or half a model is left.",
                List.of("begin it again: aiplat models export, aiplat models import"));
    }

    /// An export or import ended in a way nobody foresaw.
    ///
    /// @param what such as `exporting qwen3:8b to /data/qwen3.tar`
    public static Problem exchangeFailed(String what, String reason) {
        return new Problem(
                EXCHANGE_FAILED,
                what + " failed",
                "It ended with: " + reason + ".",
                List.of("see more: aiplat logs", "begin it again: aiplat models export, aiplat models import"));
    }

    /// A signed-in browser sent something a page of another site made it send.
    public static Problem foreignPage() {
        return new Problem(
                FOREIGN_PAGE,
                "this request did not come from aiplat's own page",
                "A browser with a session may only act from that page, so that no other site can act in its name.",
                List.of("programs send the key instead: Authorization: Bearer KEY"));
    }

    /// The engine cannot do what was asked.
    ///
    /// @param reason in the engine's words
    public static Problem refused(String engine, String reason) {
        return new Problem(
                REFUSED,
                "the engine " + engine + " refuses this",
                reason,
                List.of("see which models there are: aiplat models list"));
    }

    /// There is no model of that name.
    ///
    /// @param reason in the engine's words
    public static Problem noModel(String reason) {
        return new Problem(
                NO_MODEL,
                "there is no model of that name",
                reason + ".",
                List.of(
                        "see which models there are: aiplat models list",
                        "the names of routes: aiplat gateway routes"));
    }

    /// A file of this machine is named by somebody who is not its owner.
    public static Problem fileOfOwner(String file) {
        return new Problem(
                FILE_OF_OWNER,
                "the file " + file + " is not taken in with this key",
                "Files of the machine are its owner's. Admin keys pull by the names of models.",
                List.of("have its owner do it: aiplat models pull " + file, "pull a model by its name"));
    }

    /// A pull ended in a way nobody foresaw.
    public static Problem pullFailed(String model, String reason) {
        return new Problem(
                PULL_FAILED,
                "pulling " + model + " failed",
                "It ended with: " + reason + ".",
                List.of("see more: aiplat logs", "try again: aiplat models pull " + model));
    }

    /// A pull was stopped, or the appliance was during it.
    public static Problem pullStopped(String model) {
        return new Problem(
                PULL_STOPPED,
                "pulling " + model + " was stopped",
                "It was asked to stop. Nothing that is half a model is served; what was transferred is kept.",
                List.of(
                        "go on with it: aiplat models pull " + model,
                        "have it go on without you: aiplat models pull " + model + " --detach"));
    }
}
