package io.aiplat.quality.alert.rule;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// Alerting rule, as in Prometheus: what is wrong when an expression has a value.
///
/// @param name          of its alerts, in the label `alertname`
/// @param expression    of PromQL; each of its samples is an alert
/// @param holdFor       how long it has to have that value before it fires
/// @param keepFiringFor how long it fires on once it has none any more
/// @param labels        put to those of the sample
/// @param annotations   what people are told
public record AlertRule(
        String name,
        String expression,
        Duration holdFor,
        Duration keepFiringFor,
        Map<String, AlertTemplate> labels,
        Map<String, AlertTemplate> annotations) {
    /// Keeps copies, in the order of the file.
    public AlertRule {
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
        annotations = Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
    }

    /// Whether another is the same rule in a later text, so that what is known of its alerts holds on.
    public boolean continues(AlertRule other) {
        return name.equals(other.name) && labels.equals(other.labels);
    }
}
