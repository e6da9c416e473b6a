package io.aiplat.quality.alert.state;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What outlives a restart.
///
/// @param evaluated when rules were evaluated last; null for never
/// @param alerts    as they were then
/// @param silences  with those that are over
/// @param sent      what receivers were told
public record KeptAlerts(
        @Nullable Instant evaluated, List<ActiveAlert> alerts, List<Silence> silences, List<SentGroup> sent) {
    /// Nothing yet.
    public static final KeptAlerts NONE = new KeptAlerts(null, List.of(), List.of(), List.of());

    /// Keeps copies.
    public KeptAlerts {
        alerts = List.copyOf(alerts);
        silences = List.copyOf(silences);
        sent = List.copyOf(sent);
    }

    /// The same after an evaluation.
    public KeptAlerts evaluated(Instant moment, List<ActiveAlert> now) {
        return new KeptAlerts(moment, now, silences, sent);
    }

    /// The same with other silences.
    public KeptAlerts silenced(List<Silence> now) {
        return new KeptAlerts(evaluated, alerts, now, sent);
    }

    /// The same after a receiver was told.
    ///
    /// @param told empty where it knows of no alert any more
    public KeptAlerts told(String receiver, String group, Optional<SentGroup> told) {
        List<SentGroup> now = new ArrayList<>(sent);
        now.removeIf(each -> each.receiver().equals(receiver) && each.group().equals(group));
        told.ifPresent(now::add);
        return new KeptAlerts(evaluated, alerts, silences, now);
    }

    /// The silence that covers an alert.
    public Optional<Silence> silence(ActiveAlert alert, Instant now) {
        return silences.stream()
                .filter(silence -> silence.covers(alert.labels(), now))
                .findFirst();
    }
}
