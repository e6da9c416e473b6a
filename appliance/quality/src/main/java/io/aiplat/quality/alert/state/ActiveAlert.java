package io.aiplat.quality.alert.state;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Alert at one evaluation of its rule. Its labels say which one it is.
///
/// @param labels      with `alertname`
/// @param annotations what people are told
/// @param value       that the expression had last; may be NaN or infinite
/// @param activeAt    since when the expression has had a value
/// @param firedAt     when it began to fire; null before
/// @param keptSince   since when it fires only because it is kept firing; null where it is not
/// @param resolvedAt  when it was over; null before
public record ActiveAlert(
        AlertPhase phase,
        Map<String, String> labels,
        Map<String, String> annotations,
        double value,
        Instant activeAt,
        @Nullable Instant firedAt,
        @Nullable Instant keptSince,
        @Nullable Instant resolvedAt) {
    /// Label with the name of the rule.
    public static final String NAME = "alertname";

    /// Keeps copies, by name.
    public ActiveAlert {
        labels = Collections.unmodifiableMap(new TreeMap<>(labels));
        annotations = Collections.unmodifiableMap(new TreeMap<>(annotations));
    }

    /// One that has just been seen.
    static ActiveAlert seen(Map<String, String> labels, Map<String, String> annotations, double value, Instant moment) {
        return new ActiveAlert(AlertPhase.PENDING, labels, annotations, value, moment, null, null, null);
    }

    /// The same with what the expression has now, and no longer kept firing for its own sake.
    ActiveAlert refreshed(Map<String, String> texts, double now) {
        return new ActiveAlert(phase, labels, texts, now, activeAt, firedAt, null, resolvedAt);
    }

    ActiveAlert firing(Instant moment) {
        return new ActiveAlert(AlertPhase.FIRING, labels, annotations, value, activeAt, moment, null, null);
    }

    ActiveAlert kept(Instant moment) {
        return keptSince != null
                ? this
                : new ActiveAlert(phase, labels, annotations, value, activeAt, firedAt, moment, resolvedAt);
    }

    ActiveAlert resolved(Instant moment) {
        return new ActiveAlert(AlertPhase.RESOLVED, labels, annotations, value, activeAt, firedAt, null, moment);
    }

    ActiveAlert activeSince(Instant moment) {
        return new ActiveAlert(phase, labels, annotations, value, moment, firedAt, keptSince, resolvedAt);
    }

    /// The name of its rule.
    public String name() {
        return labels.getOrDefault(NAME, "");
    }

    /// 16 hexadecimal digits that stand for its labels, as Alertmanager makes them.
    public String fingerprint() {
        return LabelFingerprint.of(labels);
    }
}
