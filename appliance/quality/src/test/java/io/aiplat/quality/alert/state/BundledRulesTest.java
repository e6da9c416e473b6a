package io.aiplat.quality.alert.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.config.BoundedYaml;
import io.aiplat.config.YamlNode;
import io.aiplat.quality.alert.rule.AlertRule;
import io.aiplat.quality.alert.rule.AlertRuleFile;
import io.aiplat.quality.alert.rule.AlertRuleGroup;
import io.aiplat.quality.alert.rule.PrometheusTime;
import io.aiplat.quality.promql.evaluation.PromQlEngine;
import io.aiplat.quality.promql.evaluation.QueryLimits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// `testbed/alerts/rules_test.yaml`, which promtool runs too, with aiplat's own evaluator: what it says, and which
/// labels
/// and annotations, is the same.
class BundledRulesTest {
    private static final Path FILE = Path.of("../../testbed/alerts/rules_test.yaml");
    private static final Path RULES = Path.of("../../bundles/observability/rules/aiplat.yaml");

    @TestFactory
    Stream<DynamicTest> eachAlertFiresAndDoesNotAsItsTestSays() throws Exception {
        YamlNode root = root();
        Duration interval = PrometheusTime.parse(text(root, "evaluation_interval"));
        return items(root, "tests").stream()
                .map(test -> DynamicTest.dynamicTest(text(test, "name"), () -> run(test, interval)));
    }

    private static YamlNode root() throws Exception {
        return BoundedYaml.compose(FILE.toString(), Files.readString(FILE)).orElseThrow();
    }

    private static void run(YamlNode test, Duration interval) throws Exception {
        RuleTestSeries series = new RuleTestSeries();
        long step = PrometheusTime.parse(text(test, "interval")).toMillis();
        for (YamlNode each : items(test, "input_series")) {
            series.add(text(each, "series"), text(each, "values"), step);
        }
        AlertBoard board = new AlertBoard(new PromQlEngine(series, QueryLimits.USUAL, System::nanoTime));
        board.follow(Map.of("aiplat.yaml", groups()), Instant.EPOCH);
        List<YamlNode> checks = items(test, "alert_rule_test").stream()
                .sorted(Comparator.comparing(check -> PrometheusTime.parse(text(check, "eval_time"))))
                .toList();
        Instant now = Instant.EPOCH;
        board.evaluate(now);
        for (YamlNode check : checks) {
            Instant at = Instant.EPOCH.plus(PrometheusTime.parse(text(check, "eval_time")));
            while (now.isBefore(at)) {
                now = now.plus(interval);
                board.evaluate(now);
            }
            assertEquals(expected(check), firing(board, text(check, "alertname")), text(check, "eval_time"));
        }
        board.rules()
                .forEach(rule -> assertEquals(null, rule.failure(), rule.rule().name()));
    }

    private static List<AlertRuleGroup> groups() throws Exception {
        return new AlertRuleFile(_ -> {}).parse(RULES.toString(), Files.readString(RULES));
    }

    private static Set<String> firing(AlertBoard board, String name) {
        return board.alerts().stream()
                .filter(alert -> alert.name().equals(name) && alert.phase() == AlertPhase.FIRING)
                .map(alert -> shown(alert.labels(), alert.annotations()))
                .collect(Collectors.toSet());
    }

    private static String shown(Map<String, String> labels, Map<String, String> annotations) {
        Map<String, String> rest = new TreeMap<>(labels);
        rest.remove(ActiveAlert.NAME);
        return rest + " " + new TreeMap<>(annotations);
    }

    private static Set<String> expected(YamlNode check) {
        return items(check, "exp_alerts").stream()
                .map(alert -> shown(texts(alert, "exp_labels"), texts(alert, "exp_annotations")))
                .collect(Collectors.toSet());
    }

    /// So that no rule comes without both.
    @Test
    void eachAlertHasATestInWhichItFiresAndOneInWhichItDoesNot() throws Exception {
        Set<String> fires = new HashSet<>();
        Set<String> quiet = new HashSet<>();
        for (YamlNode test : items(root(), "tests")) {
            for (YamlNode check : items(test, "alert_rule_test")) {
                (items(check, "exp_alerts").isEmpty() ? quiet : fires).add(text(check, "alertname"));
            }
        }
        Set<String> all = groups().stream()
                .flatMap(group -> group.rules().stream())
                .map(AlertRule::name)
                .collect(Collectors.toSet());
        assertEquals(all, fires);
        assertEquals(all, quiet);
        assertTrue(all.size() >= 11, all::toString);
    }

    private static YamlNode value(YamlNode node, String key) {
        return ((YamlNode.Mapping) node).first(key).orElseThrow(() -> new IllegalArgumentException(key));
    }

    private static String text(YamlNode node, String key) {
        return ((YamlNode.Scalar) value(node, key)).text();
    }

    private static List<YamlNode> items(YamlNode node, String key) {
        return ((YamlNode.Sequence) value(node, key)).items();
    }

    private static Map<String, String> texts(YamlNode node, String key) {
        Map<String, String> texts = new TreeMap<>();
        for (YamlNode.Entry entry : ((YamlNode.Mapping) value(node, key)).entries()) {
            texts.put(((YamlNode.Scalar) entry.key()).text(), ((YamlNode.Scalar) entry.value()).text());
        }
        return texts;
    }
}
