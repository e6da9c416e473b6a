package io.aiplat.quality.alert.state;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What a receiver was told last of a group of alerts.
///
/// @param receiver its name
/// @param group    value of the label that alerts are grouped by
/// @param at       when
/// @param alerts   that it knows to fire
public record SentGroup(String receiver, String group, Instant at, List<Sent> alerts) {
    /// Keeps a copy.
    public SentGroup {
        alerts = List.copyOf(alerts);
    }

    /// An alert that was told to fire.
    ///
    /// @param started when it began to fire
    public record Sent(Map<String, String> labels, Map<String, String> annotations, Instant started) {
        /// Keeps copies.
        public Sent {
            labels = Collections.unmodifiableMap(new TreeMap<>(labels));
            annotations = Collections.unmodifiableMap(new TreeMap<>(annotations));
        }
    }
}
