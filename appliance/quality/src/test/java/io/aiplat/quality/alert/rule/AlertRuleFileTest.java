package io.aiplat.quality.alert.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.ApplianceException;
import io.aiplat.quality.promql.PromQlException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AlertRuleFileTest {
    private final List<String> expressions = new ArrayList<>();
    private final AlertRuleFile file = new AlertRuleFile(text -> {
        if (text.equals("up ==")) {
            throw new PromQlException("something is missing at character 6");
        }
        expressions.add(text);
    });

    @Test
    void aFileOfPrometheusIsRead() {
        List<AlertRuleGroup> groups = file.parse("a.yaml", """
                groups:
                  - name: a
                    interval: 1m30s
                    rules:
                      - alert: Down
                        expr: up{job=~"a$"} == 0
                        for: 5m
                        keep_firing_for: 1h
                        labels: {severity: critical}
                        annotations:
                          summary: '{{ $labels.job }} is down'
                      - alert: Always
                        expr: 1
                  - name: b
                    rules: []
                """);
        AlertRule down = groups.getFirst().rules().getFirst();
        assertEquals(Duration.ofSeconds(90), groups.getFirst().interval());
        assertEquals(AlertRuleFile.USUAL_INTERVAL, groups.getLast().interval());
        assertEquals(Duration.ofMinutes(5), down.holdFor());
        assertEquals(Duration.ofHours(1), down.keepFiringFor());
        assertEquals("critical", down.labels().get("severity").text());
        assertEquals("a is down", down.annotations().get("summary").expand(Map.of("job", "a"), 0));
        assertEquals(List.of("up{job=~\"a$\"} == 0", "1"), expressions);
    }

    @Test
    void allThatIsWrongIsToldWithItsPlace() {
        ApplianceException wrong = assertThrows(ApplianceException.class, () -> file.parse("a.yaml", """
                groups:
                  - name: a
                    limit: 5
                    rules:
                      - record: job:up
                        expr: up
                      - alert: Down
                        expr: up ==
                        fro: 5m
                        labels: {not-good: x}
                      - alert: Template
                        expr: up
                        for: 5 minutes
                        annotations:
                          summary: '{{ $labels.job | humanise }}'
                          other: '{{ query "up" | first }}'
                """));
        assertEquals("ALERTS_RULES_BROKEN", wrong.problem().code().id());
        assertEquals(
                """
                a.yaml:3:5: groups[0].limit is a key of Prometheus that aiplat does not go by. Leave it out: no more than 1,000 alerts of a rule are kept.
                a.yaml:5:9: groups[0].rules[0].record is a key of Prometheus that aiplat does not go by. Write the expression into each alert that needs it, or leave recording rules to a Prometheus.
                """,
                wrong.problem().why().lines().limit(2).map(line -> line + "\n").reduce("", String::concat));
        String all = wrong.problem().why();
        assertTrue(all.contains("a.yaml:8:15: ") && all.contains("something is missing at character 6."), all);
        assertTrue(all.contains("a.yaml:9:9: ") && all.contains("Did you mean 'for'?"), all);
        assertTrue(all.contains("a.yaml:13:14: ") && all.contains("'5 minutes' is no time."), all);
        assertTrue(all.contains("There is no humanise here; did you mean 'humanize'?"), all);
        assertTrue(all.contains("There is no query here"), all);
    }

    @Test
    void theRulesThatComeWithItAreRead() throws Exception {
        Path bundled = Path.of("../../bundles/observability/rules/aiplat.yaml");
        List<String> names = file.parse("aiplat.yaml", Files.readString(bundled)).stream()
                .flatMap(group -> group.rules().stream())
                .map(AlertRule::name)
                .toList();
        assertTrue(
                names.containsAll(List.of(
                        "AiplatHighErrorRate",
                        "AiplatHighLatency",
                        "AiplatMemoryPressure",
                        "AiplatPodCrashLooping",
                        "AiplatLowAvailability",
                        "AiplatBudgetNearlySpent",
                        "AiplatBudgetSpent",
                        "AiplatUpstreamDown",
                        "AiplatGpuFellBack",
                        "AiplatDiskFull",
                        "AiplatCertificateExpires")),
                names::toString);
    }
}
