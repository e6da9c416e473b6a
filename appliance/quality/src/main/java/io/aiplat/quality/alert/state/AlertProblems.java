package io.aiplat.quality.alert.state;

import io.aiplat.model.Problem;
import io.aiplat.model.Problem.Kind;
import io.aiplat.model.ProblemCode;
import java.nio.file.Path;
import java.util.List;

/// What can be wrong with alerts.
public final class AlertProblems {
    private static final ProblemCode NOT_READ = new ProblemCode("ALERTS_NOT_READ", Kind.UNAVAILABLE);
    private static final ProblemCode NOT_WRITTEN = new ProblemCode("ALERTS_NOT_WRITTEN", Kind.UNAVAILABLE);
    private static final ProblemCode OF_ANOTHER_VERSION = new ProblemCode("ALERTS_OF_ANOTHER_VERSION", Kind.CONFLICT);
    private static final ProblemCode UNKNOWN_RULE = new ProblemCode("ALERTS_UNKNOWN_RULE", Kind.NOT_FOUND);
    private static final ProblemCode UNKNOWN_SILENCE = new ProblemCode("ALERTS_UNKNOWN_SILENCE", Kind.NOT_FOUND);
    private static final ProblemCode NO_RECEIVER = new ProblemCode("ALERTS_NO_RECEIVER", Kind.CONFLICT);
    private static final ProblemCode NOT_DELIVERED = new ProblemCode("ALERTS_NOT_DELIVERED", Kind.UNAVAILABLE);

    private AlertProblems() {}

    /// What is known of alerts cannot be read.
    ///
    /// @param why without a full stop
    public static Problem notRead(Path file, String why) {
        return new Problem(
                NOT_READ,
                "The state of alerts in " + file + " cannot be read",
                why + ".",
                List.of("Move the file away, and restart aiplat: alerts begin anew, without silences"));
    }

    /// What is known of alerts cannot be kept.
    ///
    /// @param why without a full stop
    public static Problem notWritten(Path file, String why) {
        return new Problem(
                NOT_WRITTEN,
                "The state of alerts in " + file + " cannot be written",
                why + ". After a restart receivers may be told again.",
                List.of("Make room on its disk"));
    }

    /// The file is of another version of aiplat.
    public static Problem ofAnotherVersion(Path file) {
        return new Problem(
                OF_ANOTHER_VERSION,
                "The state of alerts in " + file + " was written by a newer aiplat",
                "What it says may mean something that this version does not know, so it is left as it is.",
                List.of(
                        "Use the version that has written it",
                        "Move the file away: alerts begin anew, without silences"));
    }

    /// There is no such rule.
    public static Problem unknownRule(String name) {
        return new Problem(
                UNKNOWN_RULE,
                "There is no alert rule " + name,
                "No file of rules has it, or alerts.off switches it off.",
                List.of("aiplat alerts list --rules shows those that are there"));
    }

    /// There is no such silence.
    public static Problem unknownSilence(String id) {
        return new Problem(
                UNKNOWN_SILENCE,
                "There is no silence " + id,
                "It was never made, or is over.",
                List.of("aiplat alerts list --silences shows those that hold"));
    }

    /// Nobody is told of alerts.
    public static Problem noReceiver() {
        return new Problem(
                NO_RECEIVER,
                "Nobody is told of alerts",
                "No setting names a webhook or an address of e-mail, and alerts.desktop is not true.",
                List.of("Set alerts.webhook, alerts.email-to or alerts.desktop in aiplat.yaml, and restart aiplat"));
    }

    /// A test message did not come through.
    ///
    /// @param outcomes a line for each receiver
    public static Problem notDelivered(String outcomes) {
        return new Problem(
                NOT_DELIVERED,
                "A receiver did not take the test message",
                outcomes,
                List.of("Correct the setting of that receiver in aiplat.yaml, and restart aiplat"));
    }
}
