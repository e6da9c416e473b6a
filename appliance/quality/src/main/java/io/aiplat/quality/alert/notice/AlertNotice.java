package io.aiplat.quality.alert.notice;

import java.net.URI;
import java.util.List;

/// Message about alerts of one name.
///
/// @param group     their name
/// @param alerts    those that fire, and those that are over since the last message
/// @param truncated how many more there are
/// @param console   where a person sees more
public record AlertNotice(String group, List<NoticedAlert> alerts, int truncated, URI console) {
    /// The most alerts of one message.
    public static final int MOST_ALERTS = 100;

    /// Keeps a copy.
    public AlertNotice {
        alerts = List.copyOf(alerts);
    }

    /// Of alerts, as many as there may be.
    static AlertNotice of(String group, List<NoticedAlert> alerts, URI console) {
        int most = Math.min(alerts.size(), MOST_ALERTS);
        return new AlertNotice(group, alerts.subList(0, most), alerts.size() - most, console);
    }

    /// `firing` while one does, else `resolved`.
    public String status() {
        return alerts.stream().anyMatch(alert -> alert.ended() == null) ? "firing" : "resolved";
    }
}
