package io.aiplat.operator.realization;

import io.aiplat.model.Problem;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Realization: how far a desired state has become true.
///
/// @param stage   how far
/// @param reason  one word in PascalCase, for machines
/// @param message one sentence or more, for people
/// @param model   what is known of the served model; null where none is wanted or nothing is known yet
/// @param workload what is known of the copies of its container; null where none are wanted or nothing is known
/// @param again   when to look again though nothing changes; null for when the usual interval is over
public record Realization(
        Stage stage,
        String reason,
        String message,
        @Nullable ModelReport model,
        @Nullable WorkloadReport workload,
        @Nullable Duration again) {
    /// How far a state has become true.
    public enum Stage {
        /// All of it.
        READY,
        /// Not yet, and it is being done.
        PROGRESSING,
        /// Not, and it needs somebody who changes something.
        DEGRADED
    }

    /// All of it is true.
    public static Realization ready(String message) {
        return new Realization(Stage.READY, "Ready", message, null, null, null);
    }

    /// All of it is true, and nothing runs for it as long as nobody asks.
    static Realization asleep() {
        return new Realization(
                Stage.READY,
                "ScaledToZero",
                "No copy runs as long as nobody asks for it; the first request starts one.",
                null,
                null,
                null);
    }

    /// It is being done.
    ///
    /// @param again when the next figures are worth a look
    public static Realization progressing(String reason, String message, Duration again) {
        return new Realization(Stage.PROGRESSING, reason, message, null, null, again);
    }

    /// Somebody has to change something.
    public static Realization degraded(Problem problem) {
        return new Realization(Stage.DEGRADED, problem.code().reason(), sentence(problem), null, null, null);
    }

    /// With what is known of its model.
    public Realization with(@Nullable ModelReport report) {
        return new Realization(stage, reason, message, report, workload, again);
    }

    /// With what is known of its copies.
    public Realization with(WorkloadReport report) {
        return new Realization(stage, reason, message, model, report, again);
    }

    /// With what is known of model and copies, and not true for another reason.
    public Realization becauseOf(Realization other) {
        return new Realization(other.stage, other.reason, other.message, model, workload, other.again);
    }

    /// With a sentence more.
    ///
    /// @param note empty for none
    public Realization noting(String note) {
        return note.isEmpty() ? this : new Realization(stage, reason, message + " " + note, model, workload, again);
    }

    /// With a part that cannot be had: told once all the rest is true.
    ///
    /// @param part null for none
    public Realization lacking(@Nullable Problem part) {
        return part == null || stage != Stage.READY
                ? this
                : new Realization(Stage.DEGRADED, part.code().reason(), sentence(part), model, workload, again);
    }

    /// Looked at again after so long.
    public Realization again(Duration after) {
        return new Realization(stage, reason, message, model, workload, after);
    }

    private static String sentence(Problem problem) {
        String fixes = problem.fixes().stream().map(fix -> "Try: " + fix).collect(Collectors.joining(" "));
        return problem.what() + ". " + problem.why().strip() + " " + fixes + " ("
                + problem.code().id().toUpperCase(Locale.ROOT) + ")";
    }
}
