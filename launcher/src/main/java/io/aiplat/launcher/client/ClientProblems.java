package io.aiplat.launcher.client;

import io.aiplat.model.ExitCode;
import io.aiplat.model.Problem;
import io.aiplat.model.Problem.Kind;
import io.aiplat.model.ProblemCode;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/// What can go wrong between a command and the running appliance.
public final class ClientProblems {
    private ClientProblems() {}

    /// There is no appliance process for this home.
    public static Problem notRunning(Path home) {
        return new Problem(
                new ProblemCode("CLIENT_NOT_RUNNING", Kind.UNAVAILABLE, ExitCode.NOT_RUNNING),
                "aiplat is not running",
                "No appliance process serves the home " + home + ".",
                List.of("Start it: aiplat up", "Another home? Set AIPLAT_HOME or give --home"));
    }

    /// The process is there and its port does not answer.
    public static Problem unreachable(URI base, String said) {
        return new Problem(
                new ProblemCode("CLIENT_UNREACHABLE", Kind.UNAVAILABLE, ExitCode.NOT_RUNNING),
                "The appliance at " + base + " does not answer",
                said,
                List.of("See what it says: aiplat logs", "Start it again: aiplat restart"));
    }

    /// The connection ended in the middle of an answer: the appliance was stopped, or died.
    public static Problem brokeOff(URI base, String said) {
        return new Problem(
                new ProblemCode("CLIENT_BROKE_OFF", Kind.UNAVAILABLE, ExitCode.NOT_RUNNING),
                "The connection to the appliance at " + base + " ended in the middle of its answer",
                said + " Somebody stopped it (`aiplat down`, `stop` or `restart`), or it died.",
                List.of("See whether it runs: aiplat status", "Start it again: aiplat up", "Then try again"));
    }

    /// A model was to be measured, and not one request was answered.
    ///
    /// @param why the first that was not
    public static Problem nothingAnswered(String why) {
        return new Problem(
                new ProblemCode("CLIENT_NOTHING_ANSWERED", Kind.FAILED),
                "Not one request was answered, so there is nothing to measure",
                why,
                List.of("Ask it something: aiplat chat -m NAME hello", "See what there is: aiplat models list"));
    }

    /// It answered something we do not understand.
    public static Problem answerNotUnderstood(URI base, String said) {
        return new Problem(
                new ProblemCode("CLIENT_ANSWER_NOT_UNDERSTOOD", Kind.FAILED),
                "The answer of " + base + " makes no sense",
                said,
                List.of("Is it this version of aiplat? Compare: aiplat version, aiplat status", "See: aiplat logs"));
    }

    /// It refused the request.
    ///
    /// @param status of HTTP
    /// @param said   its own words
    public static Problem refused(int status, String said) {
        return new Problem(
                new ProblemCode("CLIENT_REFUSED", Kind.FAILED),
                "The appliance refused (HTTP " + status + ")",
                said,
                List.of("Change the request as it says", "See what there is: aiplat models list, aiplat status"));
    }

    /// The certificate authority that settings name cannot be trusted, because there is none.
    public static Problem certificatesUnusable(Path file, String why) {
        return new Problem(
                new ProblemCode("CLIENT_CERTIFICATES_UNUSABLE", Kind.MISCONFIGURED),
                file + " is no certificate authority",
                why,
                List.of("Give a PEM file that begins with -----BEGIN CERTIFICATE----- as network.ca-file"));
    }
}
