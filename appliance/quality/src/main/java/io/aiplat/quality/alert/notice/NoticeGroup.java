package io.aiplat.quality.alert.notice;

import io.aiplat.quality.alert.state.ActiveAlert;
import io.aiplat.quality.alert.state.AlertPhase;
import io.aiplat.quality.alert.state.KeptAlerts;
import io.aiplat.quality.alert.state.SentGroup;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Alerts of one name at one moment, and what a receiver knows of them: whether it has to be told, and what, as
/// Alertmanager decides it (`notify/notify.go`, `DedupStage`).
///
/// @param name   of the alerts
/// @param active those of that name that are pending, fire or were resolved
/// @param before what the receiver was told last; null for nothing
record NoticeGroup(
        String name, List<ActiveAlert> active, @Nullable SentGroup before) {
    /// What there is to tell.
    ///
    /// @param alerts that the message has; none where the receiver need not be told
    /// @param known  what it knows then
    /// @param quiet  whether it knows that much without being told, because a silence covers the rest
    record Due(List<NoticedAlert> alerts, List<SentGroup.Sent> known, boolean quiet) {}

    Due due(KeptAlerts kept, NoticePace pace, Instant now) {
        List<NoticedAlert> firing = new ArrayList<>();
        List<SentGroup.Sent> known = new ArrayList<>();
        Set<Map<String, String>> told = told();
        boolean news = false;
        for (ActiveAlert alert : active) {
            if (alert.phase() != AlertPhase.FIRING) {
                continue;
            }
            boolean silent = kept.silence(alert, now).isPresent();
            NoticedAlert each = NoticedAlert.firing(alert);
            if (!silent) {
                firing.add(each);
                news |= !told.contains(alert.labels());
            }
            // One that is silenced after it was told is still known, so that its end can be told.
            if (!silent || told.contains(alert.labels())) {
                known.add(new SentGroup.Sent(each.labels(), each.annotations(), each.started()));
            }
        }
        List<NoticedAlert> alerts = new ArrayList<>(firing);
        alerts.addAll(over(kept, now));
        boolean ended = alerts.size() > firing.size();
        boolean again =
                before != null && !firing.isEmpty() && !now.isBefore(before.at().plus(pace.repeat()));
        boolean changed =
                (news || ended) && (before == null || !now.isBefore(before.at().plus(pace.update())));
        return changed || again
                ? new Due(alerts, known, false)
                : new Due(
                        List.of(),
                        known,
                        before != null
                                && !ended
                                && known.size() < before.alerts().size());
    }

    private Set<Map<String, String>> told() {
        Set<Map<String, String>> told = new HashSet<>();
        if (before != null) {
            before.alerts().forEach(alert -> told.add(alert.labels()));
        }
        return told;
    }

    /// Those it was told of that fire no more, unless a silence covers them.
    private List<NoticedAlert> over(KeptAlerts kept, Instant now) {
        List<NoticedAlert> over = new ArrayList<>();
        if (before == null) {
            return over;
        }
        for (SentGroup.Sent alert : before.alerts()) {
            boolean silent = kept.silences().stream().anyMatch(silence -> silence.covers(alert.labels(), now));
            ActiveAlert still = active.stream()
                    .filter(each -> each.labels().equals(alert.labels()))
                    .findFirst()
                    .orElse(null);
            if (!silent && (still == null || still.phase() != AlertPhase.FIRING)) {
                Instant ended = still == null ? null : still.resolvedAt();
                over.add(NoticedAlert.over(alert, ended == null ? now : ended));
            }
        }
        return over;
    }
}
