package io.aiplat.quality.alert.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.quality.alert.rule.AlertRuleFile;
import io.aiplat.quality.alert.rule.AlertRuleGroup;
import io.aiplat.quality.promql.VectorSample;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// States and times of alerts are those of Prometheus' rules/alerting.go.
class AlertBoardTest {
    private static final VectorSample DOWN =
            new VectorSample(Map.of("__name__", "down", "upstream", "ollama", "severity", "of the series"), 1);

    private final ScriptedQuery query = new ScriptedQuery();
    private final AlertBoard board = new AlertBoard(query);
    private Instant now = Instant.parse("2026-11-30T12:00:00Z");

    @BeforeEach
    void nothingIsWrong() {
        query.set("down");
    }

    private void rule(String more) {
        board.follow(Map.of("a.yaml", groups(more)), now);
    }

    private static List<AlertRuleGroup> groups(String more) {
        return new AlertRuleFile(_ -> {}).parse("a.yaml", """
                groups:
                  - name: a
                    interval: 1m
                    rules:
                      - alert: Down
                        expr: down
                        labels: {severity: critical, empty: '{{ $labels.none }}'}
                        annotations: {summary: '{{ $labels.upstream }} at {{ $value }}'}
                """ + more.indent(8));
    }

    /// Evaluates, a minute after the last time.
    private AlertPhase next() {
        now = now.plusSeconds(60);
        board.evaluate(now);
        List<ActiveAlert> alerts = board.alerts();
        return alerts.isEmpty() ? null : alerts.getFirst().phase();
    }

    @Test
    void anAlertIsPendingThenFiresThenIsResolvedAndForgotten() {
        rule("for: 2m");
        assertNull(next());
        query.set("down", DOWN);
        assertEquals(AlertPhase.PENDING, next());
        Instant active = now;
        assertEquals(AlertPhase.PENDING, next());
        assertEquals(AlertPhase.FIRING, next());
        ActiveAlert alert = board.alerts().getFirst();
        assertEquals(Map.of("alertname", "Down", "upstream", "ollama", "severity", "critical"), alert.labels());
        assertEquals("ollama at 1", alert.annotations().get("summary"));
        assertEquals(active, alert.activeAt());
        assertEquals(now, alert.firedAt());
        query.set("down", new VectorSample(DOWN.labels(), 2));
        assertEquals(AlertPhase.FIRING, next());
        assertEquals("ollama at 2", board.alerts().getFirst().annotations().get("summary"));
        query.set("down");
        assertEquals(AlertPhase.RESOLVED, next());
        assertEquals(now, board.alerts().getFirst().resolvedAt());
        for (int minute = 1; minute <= 15; minute++) {
            assertEquals(AlertPhase.RESOLVED, next());
        }
        assertNull(next());
    }

    @Test
    void onePendingThatIsOverIsForgottenAtOnce() {
        rule("for: 2m");
        query.set("down", DOWN);
        assertEquals(AlertPhase.PENDING, next());
        query.set("down");
        assertNull(next());
    }

    @Test
    void withoutAForItFiresAtOnceAndAgainAfterItWasResolved() {
        rule("");
        query.set("down", DOWN);
        assertEquals(AlertPhase.FIRING, next());
        query.set("down");
        assertEquals(AlertPhase.RESOLVED, next());
        query.set("down", DOWN);
        assertEquals(AlertPhase.FIRING, next());
        assertEquals(now, board.alerts().getFirst().activeAt());
    }

    @Test
    void keepFiringForBearsGaps() {
        rule("keep_firing_for: 2m");
        query.set("down", DOWN);
        next();
        query.set("down");
        assertEquals(AlertPhase.FIRING, next());
        query.set("down", DOWN);
        assertEquals(AlertPhase.FIRING, next());
        query.set("down");
        assertEquals(AlertPhase.FIRING, next());
        assertEquals(AlertPhase.FIRING, next());
        assertEquals(AlertPhase.RESOLVED, next());
    }

    @Test
    void anEvaluationThatFailsLeavesAlertsAsTheyAre() {
        rule("");
        query.set("down", DOWN);
        next();
        query.fail("down");
        assertEquals(AlertPhase.FIRING, next());
        assertEquals("there is no down", board.rules().getFirst().failure());
        query.set("down", DOWN, new VectorSample(Map.of("upstream", "ollama"), 1));
        assertEquals(AlertPhase.FIRING, next());
        assertTrue(String.valueOf(board.rules().getFirst().failure()).contains("the same labels"));
        query.set("down", DOWN);
        next();
        assertNull(board.rules().getFirst().failure());
    }

    @Test
    void aRuleThatIsReadAgainKeepsItsAlerts() {
        rule("for: 1m");
        query.set("down", DOWN);
        next();
        rule("for: 10m");
        assertEquals(AlertPhase.PENDING, next());
        rule("for: 1m");
        assertEquals(AlertPhase.FIRING, next());
        board.follow(Map.of(), now);
        assertTrue(board.alerts().isEmpty());
    }

    @Test
    void groupsAreEvaluatedWhenTheyAreDue() {
        rule("");
        assertTrue(board.evaluate(now));
        assertFalse(board.evaluate(now.plusSeconds(59)));
        assertEquals(Duration.ofSeconds(1), board.untilDue(now.plusSeconds(59), Duration.ofHours(1)));
        assertTrue(board.evaluate(now.plusSeconds(3601)));
        assertFalse(board.evaluate(now.plusSeconds(3602)));
    }

    /// As `RestoreForState` does, with the grace of ten minutes.
    @Test
    void whatWasPendingIsSoAfterARestart() {
        assertEquals(AlertPhase.PENDING, afterRestart("for: 30m", 10, Duration.ofMinutes(5)));
        // 10 of 30 minutes had passed, and 5 do not count.
        assertEquals(
                now.minus(Duration.ofMinutes(10)), board.alerts().getFirst().activeAt());
        assertEquals(AlertPhase.PENDING, afterRestart("for: 30m", 25, Duration.ofMinutes(5)));
        assertEquals(
                now.minus(Duration.ofMinutes(20)), board.alerts().getFirst().activeAt());
        // Less than the grace: it waits anew.
        assertEquals(AlertPhase.PENDING, afterRestart("for: 5m", 4, Duration.ofMinutes(5)));
        assertEquals(now, board.alerts().getFirst().activeAt());
        // Too long ago.
        assertEquals(AlertPhase.PENDING, afterRestart("for: 30m", 10, Duration.ofMinutes(61)));
        assertEquals(now, board.alerts().getFirst().activeAt());
    }

    @Test
    void whatFiredFiresOnOrIsResolvedAfterARestart() {
        assertEquals(AlertPhase.FIRING, afterRestart("for: 2m", 5, Duration.ofMinutes(1)));
        query.set("down");
        assertEquals(AlertPhase.RESOLVED, next());
    }

    /// @param minutes it had been wrong before
    private AlertPhase afterRestart(String more, int minutes, Duration down) {
        board.follow(Map.of(), now);
        rule(more);
        query.set("down", DOWN);
        for (int minute = 0; minute <= minutes; minute++) {
            next();
        }
        KeptAlerts kept = KeptAlerts.NONE.evaluated(now, board.alerts());
        board.follow(Map.of(), now);
        now = now.plus(down);
        rule(more);
        board.restore(kept, now);
        board.evaluate(now);
        return board.alerts().getFirst().phase();
    }
}
