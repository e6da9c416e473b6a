package io.aiplat.quality.alert.notice;

import io.aiplat.quality.alert.state.ActiveAlert;
import io.aiplat.quality.alert.state.SentGroup;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Alert as it is told.
///
/// @param labels      with `alertname`
/// @param annotations what people are told
/// @param started     when it began to fire
/// @param ended       when it was over; null while it fires
public record NoticedAlert(
        Map<String, String> labels,
        Map<String, String> annotations,
        Instant started,
        @Nullable Instant ended) {
    /// Keeps copies, by name.
    public NoticedAlert {
        labels = Collections.unmodifiableMap(new TreeMap<>(labels));
        annotations = Collections.unmodifiableMap(new TreeMap<>(annotations));
    }

    static NoticedAlert firing(ActiveAlert alert) {
        Instant fired = alert.firedAt();
        return new NoticedAlert(alert.labels(), alert.annotations(), fired == null ? alert.activeAt() : fired, null);
    }

    static NoticedAlert over(SentGroup.Sent alert, Instant ended) {
        return new NoticedAlert(alert.labels(), alert.annotations(), alert.started(), ended);
    }

    /// `firing` or `resolved`.
    public String status() {
        return ended == null ? "firing" : "resolved";
    }

    /// The sentence that says what is wrong; its name where the rule has none.
    public String summary() {
        String summary = annotations.getOrDefault("summary", "");
        return summary.isEmpty() ? labels.getOrDefault(ActiveAlert.NAME, "") : summary;
    }
}
