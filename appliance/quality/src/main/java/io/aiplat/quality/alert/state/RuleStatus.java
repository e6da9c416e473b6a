package io.aiplat.quality.alert.state;

import io.aiplat.quality.alert.rule.AlertRule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Alert rule and what came of its last evaluation.
///
/// @param file      that has it, as a person knows it
/// @param group     its name
/// @param interval  between two evaluations
/// @param alerts    of it, those that are over included
/// @param failure   why it could not be evaluated; null where it could
/// @param evaluated when; null for not yet
public record RuleStatus(
        String file,
        String group,
        Duration interval,
        AlertRule rule,
        List<ActiveAlert> alerts,
        @Nullable String failure,
        @Nullable Instant evaluated) {
    /// Keeps a copy.
    public RuleStatus {
        alerts = List.copyOf(alerts);
    }

    /// `firing`, `pending` or `inactive`: the worst of its alerts.
    public String state() {
        return alerts.stream()
                .map(ActiveAlert::phase)
                .filter(phase -> phase != AlertPhase.RESOLVED)
                .max(AlertPhase::compareTo)
                .map(AlertPhase::word)
                .orElse("inactive");
    }
}
