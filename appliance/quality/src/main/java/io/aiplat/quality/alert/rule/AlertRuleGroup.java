package io.aiplat.quality.alert.rule;

import java.time.Duration;
import java.util.List;

/// Rule group, as in Prometheus: rules that are evaluated together.
///
/// @param name     the only one of its file
/// @param interval between two evaluations
/// @param rules    in their order
public record AlertRuleGroup(String name, Duration interval, List<AlertRule> rules) {
    /// Keeps a copy.
    public AlertRuleGroup {
        rules = List.copyOf(rules);
    }
}
