package io.aiplat.quality.alert.state;

import java.util.Locale;

/// State of an alert, as in Prometheus.
public enum AlertPhase {
    /// Its expression has a value, but not yet for long enough.
    PENDING,
    /// It is told.
    FIRING,
    /// It fired and is over; it is shown a while longer.
    RESOLVED;

    /// As it is shown: `pending`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The state that is shown as a word.
    ///
    /// @throws IllegalArgumentException if there is none
    static AlertPhase of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
