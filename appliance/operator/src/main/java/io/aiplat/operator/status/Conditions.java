package io.aiplat.operator.status;

import io.aiplat.operator.realization.Realization;
import io.aiplat.operator.realization.Realization.Stage;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Conditions of a resource: `Ready`, `Progressing` and `Degraded`, by the conventions of the Kubernetes API
/// (sig-architecture, api-conventions.md, "Typical status properties").
public final class Conditions {
    private Conditions() {}

    /// The conditions that follow from a realization. A condition that says what it said before keeps its time.
    ///
    /// @param generation of the resource that was looked at
    /// @param before     the conditions it had; null for none
    public static List<Condition> of(
            Realization realization, long generation, @Nullable List<Condition> before, Instant now) {
        String time = now.truncatedTo(ChronoUnit.SECONDS).toString();
        return List.of(
                condition("Ready", realization.stage() == Stage.READY, realization, generation, before, time),
                condition(
                        "Progressing", realization.stage() == Stage.PROGRESSING, realization, generation, before, time),
                condition("Degraded", realization.stage() == Stage.DEGRADED, realization, generation, before, time));
    }

    private static Condition condition(
            String type,
            boolean is,
            Realization realization,
            long generation,
            @Nullable List<Condition> before,
            String now) {
        String status = is ? "True" : "False";
        String since = before == null
                ? now
                : before.stream()
                        .filter(each -> type.equals(each.getType()) && status.equals(each.getStatus()))
                        .map(Condition::getLastTransitionTime)
                        .findFirst()
                        .orElse(now);
        boolean told = is || type.equals("Ready");
        return new ConditionBuilder()
                .withType(type)
                .withStatus(status)
                .withObservedGeneration(generation)
                .withLastTransitionTime(since)
                .withReason(
                        told
                                ? realization.reason()
                                : "As" + realization.stage().name().charAt(0)
                                        + realization
                                                .stage()
                                                .name()
                                                .substring(1)
                                                .toLowerCase(Locale.ROOT))
                .withMessage(told ? realization.message() : "")
                .build();
    }
}
