package io.aiplat.quality.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.ApplianceException;
import io.aiplat.quality.alert.notice.AlertNotice;
import io.aiplat.quality.alert.notice.AlertReceiver;
import io.aiplat.quality.alert.notice.NoticePace;
import io.aiplat.quality.alert.state.AlertPhase;
import io.aiplat.quality.alert.state.RuleStatus;
import io.aiplat.quality.alert.state.SilenceMatcher;
import io.aiplat.quality.promql.PromQlException;
import io.aiplat.quality.promql.VectorSample;
import io.aiplat.testkit.Eventually;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// With its threads and files; only what expressions are is scripted.
@Timeout(60)
class AlertServiceTest {
    private static final String BUNDLED = """
            groups:
              - name: a
                interval: 1s
                rules:
                  - {alert: Down, expr: down}
                  - {alert: Other, expr: other}
                  - {alert: Off, expr: off}
            """;

    @TempDir
    Path folder;

    private final Map<String, List<VectorSample>> answers = new ConcurrentHashMap<>();
    private final List<String> told = new CopyOnWriteArrayList<>();

    private final AlertReceiver receiver = new AlertReceiver() {
        @Override
        public String name() {
            return "webhook";
        }

        @Override
        public String target() {
            return "here";
        }

        @Override
        public void send(AlertNotice notice) {
            told.add(notice.group() + " " + notice.status());
        }
    };

    private AlertService start(AlertReceiver... receivers) {
        return AlertService.start(new AlertService.Surroundings(
                folder,
                BUNDLED,
                (expression, _) -> {
                    if (expression.equals("no PromQL")) {
                        throw new PromQlException("it is no PromQL");
                    }
                    return answers.getOrDefault(expression, List.of());
                },
                List.of(receivers),
                new AlertOptions(
                        List.of("Off"),
                        null,
                        null,
                        null,
                        false,
                        new NoticePace(Duration.ofSeconds(1), Duration.ofHours(4))),
                URI.create("http://127.0.0.1:8585/")));
    }

    private static List<String> names(AlertService service) {
        return service.rules().stream().map(rule -> rule.rule().name()).toList();
    }

    @Test
    void whatFiresIsToldAndShownAndOutlivesARestart() throws Exception {
        try (AlertService service = start(receiver)) {
            assertEquals(List.of("Down", "Other"), names(service));
            answers.put("down", List.of(new VectorSample(Map.of("upstream", "a"), 1)));
            Eventually.seen("it is told", () -> told, all -> all.equals(List.of("Down firing")));
            assertEquals(AlertPhase.FIRING, service.alerts().getFirst().phase());
            assertEquals("firing", service.rules("Down").getFirst().state());
            assertEquals(1, service.receivers().getFirst().sent());
            assertEquals(Map.of("webhook", ""), service.test());
            assertEquals("AiplatTest firing", told.removeLast());
        }
        answers.clear();
        try (AlertService service = start(receiver)) {
            Eventually.seen("its end is told", () -> told, all -> all.equals(List.of("Down firing", "Down resolved")));
            assertThrows(ApplianceException.class, () -> service.rules("None"));
        }
        try (AlertService service = start()) {
            assertEquals(
                    "ALERTS_NO_RECEIVER",
                    assertThrows(ApplianceException.class, service::test)
                            .problem()
                            .code()
                            .id());
        }
    }

    @Test
    void silencesHoldUntilTheyAreEnded() throws Exception {
        try (AlertService service = start(receiver)) {
            String id = service.silence(
                            List.of(SilenceMatcher.parse("upstream=a")),
                            Instant.now().plusSeconds(600),
                            "ann",
                            "disk")
                    .id();
            answers.put("down", List.of(new VectorSample(Map.of("upstream", "a"), 1)));
            Eventually.seen("it fires", service::alerts, all -> !all.isEmpty());
            assertEquals(
                    id,
                    service.silence(service.alerts().getFirst()).orElseThrow().id());
            assertEquals(1, service.silences().size());
            Thread.sleep(1_500);
            assertEquals(List.of(), told);
            service.endSilence(id);
            Eventually.seen("it is told", () -> told, all -> !all.isEmpty());
            assertThrows(ApplianceException.class, () -> service.endSilence(id));
        }
    }

    @Test
    void aFolderOfRulesIsFollowedAndAMistakeChangesNothing() throws Exception {
        try (AlertService service = start()) {
            Path file = folder.resolve("own.yaml");
            Files.writeString(file, """
                    groups: [{name: own, interval: 1s, rules: [{alert: Own, expr: own}, {alert: Down, expr: mine}]}]
                    """);
            Eventually.seen("it is read", () -> names(service), all -> all.equals(List.of("Other", "Own", "Down")));
            RuleStatus down = service.rules("Down").getFirst();
            assertEquals("mine", down.rule().expression());
            assertEquals(file.toString(), down.file());
            Files.writeString(file, "groups: [{name: own, rules: [{alert: Own, expr: no PromQL}]}]\n");
            Eventually.seen("the mistake is told", service::problems, all -> !all.isEmpty());
            assertTrue(service.problems().getFirst().why().contains("it is no PromQL"));
            assertEquals(List.of("Other", "Own", "Down"), names(service));
            Files.delete(file);
            Eventually.seen("it is gone", () -> names(service), all -> all.equals(List.of("Down", "Other")));
            assertEquals(List.of(), service.problems());
        }
    }
}
