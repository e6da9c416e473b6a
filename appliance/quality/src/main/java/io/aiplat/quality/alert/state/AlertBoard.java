package io.aiplat.quality.alert.state;

import io.aiplat.quality.alert.rule.AlertRule;
import io.aiplat.quality.alert.rule.AlertRuleGroup;
import io.aiplat.quality.promql.InstantQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// All rules and their alerts. One thread evaluates; any may look.
public final class AlertBoard {
    private final InstantQuery query;
    private List<Row> rows = List.of();

    /// A group and when it is evaluated next.
    private static final class Row {
        private final String file;
        private final AlertRuleGroup group;
        private final List<RuleState> rules;
        private Instant due;

        Row(String file, AlertRuleGroup group, List<RuleState> rules, Instant due) {
            this.file = file;
            this.group = group;
            this.rules = rules;
            this.due = due;
        }
    }

    /// Without rules yet.
    public AlertBoard(InstantQuery query) {
        this.query = query;
    }

    /// Goes by other rules. Alerts of those that are the same go on.
    ///
    /// @param files groups by the file they are of
    /// @param now   at which new groups are evaluated first
    public synchronized void follow(Map<String, List<AlertRuleGroup>> files, Instant now) {
        List<Row> next = new ArrayList<>();
        List<RuleState> before =
                rows.stream().flatMap(row -> row.rules.stream()).toList();
        files.forEach((file, groups) -> groups.forEach(group -> {
            List<RuleState> rules =
                    group.rules().stream().map(rule -> state(rule, before)).toList();
            next.add(new Row(file, group, rules, due(file, group).orElse(now)));
        }));
        rows = List.copyOf(next);
    }

    private static RuleState state(AlertRule rule, List<RuleState> before) {
        return before.stream()
                .filter(each -> each.rule().continues(rule))
                .findFirst()
                .map(each -> each.of(rule))
                .orElseGet(() -> new RuleState(rule));
    }

    private Optional<Instant> due(String file, AlertRuleGroup group) {
        return rows.stream()
                .filter(row -> row.file.equals(file) && row.group.name().equals(group.name()))
                .filter(row -> row.group.interval().equals(group.interval()))
                .map(row -> row.due)
                .findFirst();
    }

    /// Takes over what was known before a restart, once the rules are there.
    public synchronized void restore(KeptAlerts kept, Instant now) {
        Instant downAt = kept.evaluated();
        if (downAt == null) {
            return;
        }
        for (Row row : rows) {
            for (RuleState state : row.rules) {
                state.restore(
                        kept.alerts().stream()
                                .filter(alert -> isOf(alert, state.rule()))
                                .toList(),
                        downAt,
                        now);
            }
        }
    }

    /// Two rules of one name differ in what they put to the labels.
    private static boolean isOf(ActiveAlert alert, AlertRule rule) {
        return alert.name().equals(rule.name())
                && rule.labels().entrySet().stream()
                        .filter(label -> !label.getValue().text().contains("{{"))
                        .allMatch(label ->
                                label.getValue().text().equals(alert.labels().getOrDefault(label.getKey(), "")));
    }

    /// Evaluates the groups that are due, all of them at this moment.
    ///
    /// @return whether one was
    public synchronized boolean evaluate(Instant now) {
        boolean any = false;
        for (Row row : rows) {
            if (!now.isBefore(row.due)) {
                row.rules.forEach(rule -> rule.evaluate(query, now));
                Instant next = row.due.plus(row.group.interval());
                // What was missed, as while the machine slept, is not made up for.
                row.due = next.isAfter(now) ? next : now.plus(row.group.interval());
                any = true;
            }
        }
        return any;
    }

    /// How long until a group is due.
    ///
    /// @param most for none
    public synchronized Duration untilDue(Instant now, Duration most) {
        Duration least = most;
        for (Row row : rows) {
            Duration until = Duration.between(now, row.due);
            if (until.compareTo(least) < 0) {
                least = until;
            }
        }
        return least.isNegative() ? Duration.ZERO : least;
    }

    /// All rules, in the order of their files.
    public synchronized List<RuleStatus> rules() {
        List<RuleStatus> all = new ArrayList<>();
        for (Row row : rows) {
            for (RuleState state : row.rules) {
                @Nullable String failure = state.failure();
                all.add(new RuleStatus(
                        row.file,
                        row.group.name(),
                        row.group.interval(),
                        state.rule(),
                        state.sorted(),
                        failure,
                        state.evaluated()));
            }
        }
        return all;
    }

    /// All alerts, those that are over included.
    public List<ActiveAlert> alerts() {
        return rules().stream().flatMap(rule -> rule.alerts().stream()).toList();
    }
}
