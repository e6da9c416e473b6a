package io.aiplat.quality.alert.rule;

import io.aiplat.config.BoundedYaml;
import io.aiplat.config.ConfigParse;
import io.aiplat.config.ConfigSource;
import io.aiplat.config.Key;
import io.aiplat.config.ListForm;
import io.aiplat.config.MapForm;
import io.aiplat.config.ScalarForm;
import io.aiplat.config.ScalarForms;
import io.aiplat.config.Section;
import io.aiplat.config.ValueForm;
import io.aiplat.config.YamlNode;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Rule file of Prometheus: groups of alerting rules, read strictly, with line and column of all that is wrong.
public final class AlertRuleFile {
    /// How often a group is evaluated that does not say so.
    public static final Duration USUAL_INTERVAL = Duration.ofSeconds(30);

    private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

    private static final ValueForm<Duration> TIME =
            new ScalarForm<>("a time as 30s, 5m or 1h30m", (text, _) -> PrometheusTime.parse(text));
    private static final ValueForm<Duration> INTERVAL = new ScalarForm<>("a time of 1s to 1h", (text, _) -> {
        Duration time = PrometheusTime.parse(text);
        if (time.compareTo(Duration.ofSeconds(1)) < 0 || time.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("is too short or too long.");
        }
        return time;
    });
    private static final ValueForm<AlertTemplate> TEMPLATE =
            new ScalarForm<>("text, with {{ $labels.NAME }} and {{ $value }}", (text, _) -> AlertTemplate.parse(text));
    private static final ValueForm<Map<String, AlertTemplate>> TEMPLATES = new MapForm<>("texts by name", TEMPLATE);

    private static final Map<String, String> RULE_RETIRED = Map.of(
            "record", "Write the expression into each alert that needs it, or leave recording rules to a Prometheus");
    private static final Map<String, String> GROUP_RETIRED = Map.of(
            "limit", "Leave it out: no more than 1,000 alerts of a rule are kept",
            "query_offset", "Write an offset into the expressions",
            "labels", "Write the labels to each rule",
            "partial_response_strategy", "Leave it out");

    private final Consumer<String> check;

    /// @param check takes each expression; throws a RuntimeException whose message says what is wrong with it
    public AlertRuleFile(Consumer<String> check) {
        this.check = check;
    }

    /// What a text says.
    ///
    /// @param file its name, for messages
    /// @throws ApplianceException ALERTS_RULES_BROKEN
    public List<AlertRuleGroup> parse(String file, String text) {
        // An expression may end in a dollar before a brace, so nothing is put in from the environment.
        ConfigSource source = new ConfigSource(file, Path.of(""), null, null);
        ConfigParse reading = new ConfigParse(source, AlertRuleProblems.WORDING);
        try {
            YamlNode root = BoundedYaml.compose(file, text).orElse(new YamlNode.Mapping(List.of(), 1, 1));
            List<AlertRuleGroup> groups = section().read(root, "", reading);
            if (groups == null || !reading.problems().isEmpty()) {
                throw broken(file, reading.problems());
            }
            return groups;
        } catch (BoundedYaml.Malformed e) {
            throw new ApplianceException(AlertRuleProblems.broken(file, e.place() + ": " + e.reason()), e);
        } catch (ConfigParse.Enough e) {
            throw broken(file, e.problems());
        }
    }

    private static ApplianceException broken(String file, List<Problem> problems) {
        return new ApplianceException(AlertRuleProblems.broken(
                file, problems.stream().map(Problem::why).collect(Collectors.joining("\n"))));
    }

    private Section<List<AlertRuleGroup>> section() {
        Key<List<AlertRuleGroup>> groups =
                Key.required("groups", new ListForm<>("a list of groups", group()), "Groups of rules.");
        return new Section<>("the file", "Rules in groups.", List.of(groups), values -> {
            Set<String> names = new HashSet<>();
            for (AlertRuleGroup each : values.of(groups)) {
                if (!names.add(each.name())) {
                    throw new IllegalArgumentException("Two groups are called " + each.name() + ".");
                }
            }
            return values.of(groups);
        });
    }

    private Section<AlertRuleGroup> group() {
        Key<String> name = Key.required("name", ScalarForms.NAME, "The only group of that name in the file.");
        Key<Duration> interval = Key.optional("interval", INTERVAL, "Between two evaluations.");
        Key<List<AlertRule>> rules = Key.required("rules", new ListForm<>("a list of rules", rule()), "The rules.");
        return new Section<>(
                "a group",
                "Rules that are evaluated together.",
                List.of(name, interval, rules),
                GROUP_RETIRED,
                values -> {
                    Duration written = values.optional(interval);
                    return new AlertRuleGroup(
                            values.of(name), written == null ? USUAL_INTERVAL : written, values.of(rules));
                });
    }

    private Section<AlertRule> rule() {
        ValueForm<String> expression = new ScalarForm<>("an expression of PromQL", (text, _) -> {
            checkExpression(text);
            return text;
        });
        Key<String> name = Key.required("alert", ScalarForms.NAME, "Name of its alerts.");
        Key<String> expr = Key.required("expr", expression, "Each sample of it is an alert.");
        Key<Duration> holdFor = Key.with("0", "for", TIME, "How long it has a value before it fires.");
        Key<Duration> keep = Key.with("0", "keep_firing_for", TIME, "How long it fires on without a value.");
        Key<Map<String, AlertTemplate>> labels = Key.with("{}", "labels", TEMPLATES, "Put to those of the sample.");
        Key<Map<String, AlertTemplate>> annotations = Key.with("{}", "annotations", TEMPLATES, "What people are told.");
        return new Section<>(
                "a rule",
                "What is wrong when an expression has a value.",
                List.of(name, expr, holdFor, keep, labels, annotations),
                RULE_RETIRED,
                values -> {
                    checkNames("label", values.of(labels));
                    checkNames("annotation", values.of(annotations));
                    return new AlertRule(
                            values.of(name),
                            values.of(expr),
                            values.of(holdFor),
                            values.of(keep),
                            values.of(labels),
                            values.of(annotations));
                });
    }

    private void checkExpression(String text) {
        try {
            check.accept(text);
        } catch (RuntimeException e) {
            String reason = String.valueOf(e.getMessage());
            throw new IllegalArgumentException(
                    "It is no expression that aiplat evaluates: " + reason + (reason.endsWith(".") ? "" : "."), e);
        }
    }

    private static void checkNames(String what, Map<String, AlertTemplate> named) {
        for (String name : named.keySet()) {
            if (!LABEL.matcher(name).matches() || name.equals("__name__")) {
                throw new IllegalArgumentException(
                        "'" + name + "' is no name of a " + what + ": those have letters, digits and _.");
            }
        }
    }
}
