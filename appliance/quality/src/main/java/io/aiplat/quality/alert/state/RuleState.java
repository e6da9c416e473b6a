package io.aiplat.quality.alert.state;

import io.aiplat.quality.alert.rule.AlertRule;
import io.aiplat.quality.promql.InstantQuery;
import io.aiplat.quality.promql.PromQlException;
import io.aiplat.quality.promql.VectorSample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Alerts of one rule, with the states and times of Prometheus' `AlertingRule` (rules/alerting.go). For one thread.
final class RuleState {
    /// How long an alert is still shown that is over (`resolvedRetention`).
    static final Duration RESOLVED_RETENTION = Duration.ofMinutes(15);
    /// An alert that was pending has at least that long until it fires after a restart
    /// (`rules.alert.for-grace-period`).
    static final Duration FOR_GRACE = Duration.ofMinutes(10);
    /// What was before a longer outage says nothing any more (`rules.alert.for-outage-tolerance`).
    static final Duration OUTAGE_TOLERANCE = Duration.ofHours(1);
    /// Beyond that the rule is wrong rather than the world.
    static final int MOST_ALERTS = 1_000;

    private final AlertRule rule;
    private final Map<Map<String, String>, ActiveAlert> active = new HashMap<>();
    private @Nullable String failure;
    private @Nullable Instant evaluated;

    RuleState(AlertRule rule) {
        this.rule = rule;
    }

    /// The same alerts under a later text of the rule.
    RuleState of(AlertRule later) {
        RuleState state = new RuleState(later);
        state.active.putAll(active);
        state.failure = failure;
        state.evaluated = evaluated;
        return state;
    }

    AlertRule rule() {
        return rule;
    }

    /// Why the last evaluation failed, as a sentence; null where it did not.
    @Nullable
    String failure() {
        return failure;
    }

    @Nullable
    Instant evaluated() {
        return evaluated;
    }

    /// Takes over what was known before a restart.
    ///
    /// @param before of this rule
    /// @param downAt when it was last evaluated
    /// @param now    of the coming evaluation
    void restore(List<ActiveAlert> before, Instant downAt, Instant now) {
        if (downAt.isBefore(now.minus(OUTAGE_TOLERANCE))) {
            return;
        }
        for (ActiveAlert alert : before) {
            ActiveAlert restored = alert.phase() == AlertPhase.PENDING
                    ? pendingAgain(alert, Duration.between(downAt, now), now)
                    : alert;
            active.put(restored.labels(), restored);
        }
    }

    /// As `RestoreForState` of rules/group.go. What fires is kept as it is, where Prometheus, which does not know of
    /// it, lets it be pending again.
    private ActiveAlert pendingAgain(ActiveAlert alert, Duration down, Instant now) {
        Duration holdFor = rule.holdFor();
        if (holdFor.compareTo(FOR_GRACE) < 0) {
            return alert.activeSince(now);
        }
        Duration left = holdFor.minus(Duration.between(alert.activeAt(), now.minus(down)));
        if (left.isNegative() || left.isZero()) {
            return alert;
        }
        return left.compareTo(FOR_GRACE) < 0
                ? alert.activeSince(now.plus(FOR_GRACE).minus(holdFor))
                : alert.activeSince(alert.activeAt().plus(down));
    }

    /// Evaluates the rule. Where that fails, its alerts stay as they are.
    void evaluate(InstantQuery query, Instant now) {
        evaluated = now;
        Map<Map<String, String>, ActiveAlert> seen;
        try {
            seen = seen(query.at(rule.expression(), now), now);
        } catch (PromQlException e) {
            failure = String.valueOf(e.getMessage());
            return;
        }
        failure = null;
        seen.forEach((labels, alert) -> {
            ActiveAlert before = active.get(labels);
            active.put(
                    labels,
                    before == null || before.phase() == AlertPhase.RESOLVED
                            ? alert
                            : before.refreshed(alert.annotations(), alert.value()));
        });
        for (ActiveAlert alert : List.copyOf(active.values())) {
            ActiveAlert next = seen.containsKey(alert.labels()) ? held(alert, now) : gone(alert, now);
            if (next == null) {
                active.remove(alert.labels());
            } else {
                active.put(alert.labels(), next);
            }
        }
    }

    private ActiveAlert held(ActiveAlert alert, Instant now) {
        boolean enough = Duration.between(alert.activeAt(), now).compareTo(rule.holdFor()) >= 0;
        return alert.phase() == AlertPhase.PENDING && enough ? alert.firing(now) : alert;
    }

    /// What becomes of an alert whose expression has no value any more; null for nothing.
    private @Nullable ActiveAlert gone(ActiveAlert alert, Instant now) {
        switch (alert.phase()) {
            case PENDING -> {
                return null;
            }
            case RESOLVED -> {
                Instant over = alert.resolvedAt();
                return over == null || Duration.between(over, now).compareTo(RESOLVED_RETENTION) > 0 ? null : alert;
            }
            case FIRING -> {
                if (!rule.keepFiringFor().isZero()) {
                    ActiveAlert kept = alert.kept(now);
                    Instant since = kept.keptSince();
                    if (since != null && Duration.between(since, now).compareTo(rule.keepFiringFor()) < 0) {
                        return kept;
                    }
                }
                return alert.resolved(now);
            }
        }
        throw new IllegalStateException("no such phase: " + alert.phase());
    }

    private Map<Map<String, String>, ActiveAlert> seen(List<VectorSample> samples, Instant now) {
        Map<Map<String, String>, ActiveAlert> seen = new HashMap<>();
        for (VectorSample sample : samples) {
            Map<String, String> own = new TreeMap<>(sample.labels());
            own.remove("__name__");
            Map<String, String> labels = new TreeMap<>(own);
            rule.labels().forEach((name, text) -> {
                String value = text.expand(own, sample.value());
                // A label that is empty is none.
                if (value.isEmpty()) {
                    labels.remove(name);
                } else {
                    labels.put(name, value);
                }
            });
            labels.put(ActiveAlert.NAME, rule.name());
            Map<String, String> annotations = new TreeMap<>();
            rule.annotations().forEach((name, text) -> annotations.put(name, text.expand(own, sample.value())));
            if (seen.put(labels, ActiveAlert.seen(labels, annotations, sample.value(), now)) != null) {
                throw new PromQlException("two of its samples have the same labels, with those of the rule");
            }
        }
        if (seen.size() > MOST_ALERTS) {
            throw new PromQlException(
                    "it has " + seen.size() + " samples, and " + MOST_ALERTS + " alerts are the most");
        }
        return seen;
    }

    /// Copies, so that another thread may look at them.
    List<ActiveAlert> sorted() {
        List<ActiveAlert> alerts = new ArrayList<>(active.values());
        alerts.sort(
                (one, other) -> one.labels().toString().compareTo(other.labels().toString()));
        return alerts;
    }
}
