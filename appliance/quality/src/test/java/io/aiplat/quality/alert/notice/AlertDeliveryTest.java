package io.aiplat.quality.alert.notice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.quality.alert.state.ActiveAlert;
import io.aiplat.quality.alert.state.AlertMemory;
import io.aiplat.quality.alert.state.AlertPhase;
import io.aiplat.quality.alert.state.AlertStateFile;
import io.aiplat.quality.alert.state.Silence;
import io.aiplat.quality.alert.state.SilenceMatcher;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// When a receiver is told of what, as by an Alertmanager that groups by name.
class AlertDeliveryTest {
    private static final NoticePace PACE = new NoticePace(Duration.ofMinutes(1), Duration.ofHours(4));

    @TempDir
    Path folder;

    private final List<String> told = new ArrayList<>();
    private List<ActiveAlert> alerts = List.of();
    private boolean broken;
    private Instant now = Instant.parse("2026-11-30T12:00:00Z");
    private AlertMemory memory;
    private AlertDelivery delivery;

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
        public void send(AlertNotice notice) throws IOException {
            if (broken) {
                throw new IOException("nobody listens there");
            }
            told.add(notice.group() + " " + notice.status()
                    + notice.alerts().stream()
                            .map(alert -> " " + alert.labels().get("upstream") + (alert.ended() == null ? "" : " over"))
                            .reduce("", String::concat));
        }
    };

    @BeforeEach
    void start() {
        memory = new AlertMemory(new AlertStateFile(folder));
        delivery = AlertDelivery.still(receiver, memory, () -> alerts, PACE, () -> now);
    }

    private ActiveAlert alert(AlertPhase phase, String upstream) {
        return new ActiveAlert(
                phase,
                Map.of("alertname", "Down", "upstream", upstream),
                Map.of("summary", upstream + " is down"),
                1,
                now,
                phase == AlertPhase.PENDING ? null : now,
                null,
                phase == AlertPhase.RESOLVED ? now : null);
    }

    /// What is told a while later.
    private List<String> after(Duration time, ActiveAlert... active) throws InterruptedException {
        alerts = List.of(active);
        now = now.plus(time);
        told.clear();
        delivery.look();
        return List.copyOf(told);
    }

    @Test
    void oneThatFiresIsToldOnceAgainAfterAWhileAndWhenItIsOver() throws Exception {
        ActiveAlert a = alert(AlertPhase.FIRING, "a");
        assertEquals(List.of(), after(Duration.ZERO, alert(AlertPhase.PENDING, "a")));
        assertEquals(List.of("Down firing a"), after(Duration.ZERO, a));
        assertEquals(List.of(), after(Duration.ofHours(3), a));
        assertEquals(List.of("Down firing a"), after(Duration.ofHours(1), a));
        assertEquals(List.of("Down resolved a over"), after(Duration.ofMinutes(2), alert(AlertPhase.RESOLVED, "a")));
        assertEquals(List.of(), after(Duration.ofHours(5), alert(AlertPhase.RESOLVED, "a")));
        assertEquals(List.of(), memory.kept().sent());
        assertEquals(3, delivery.status().sent());
    }

    @Test
    void thoseOfOneNameAreToldTogetherAndNotMoreOftenThanAMinute() throws Exception {
        ActiveAlert a = alert(AlertPhase.FIRING, "a");
        ActiveAlert b = alert(AlertPhase.FIRING, "b");
        ActiveAlert c = alert(AlertPhase.FIRING, "c");
        assertEquals(List.of("Down firing a b"), after(Duration.ZERO, a, b));
        assertEquals(List.of(), after(Duration.ofSeconds(59), a, b, c));
        assertEquals(List.of("Down firing a c b over"), after(Duration.ofSeconds(1), a, c));
        // Also where one comes and goes.
        assertEquals(List.of(), after(Duration.ofSeconds(30)));
        assertEquals(List.of("Down resolved a over c over"), after(Duration.ofSeconds(30)));
        assertEquals(List.of(), after(Duration.ofSeconds(30), a));
        assertEquals(List.of("Down firing a"), after(Duration.ofSeconds(30), a));
    }

    @Test
    void whatASilenceCoversIsNotTold() throws Exception {
        ActiveAlert a = alert(AlertPhase.FIRING, "a");
        ActiveAlert b = alert(AlertPhase.FIRING, "b");
        memory.change(kept -> kept.silenced(List.of(new Silence(
                "s", List.of(SilenceMatcher.parse("upstream=a")), now, now.plus(Duration.ofHours(1)), "ann", ""))));
        assertEquals(List.of("Down firing b"), after(Duration.ZERO, a, b));
        assertEquals(List.of("Down firing a b"), after(Duration.ofHours(1), a, b));
    }

    @Test
    void whatIsSilencedAfterItWasToldIsOverWithoutAWord() throws Exception {
        ActiveAlert a = alert(AlertPhase.FIRING, "a");
        after(Duration.ZERO, a);
        memory.change(kept -> kept.silenced(List.of(new Silence(
                "s", List.of(SilenceMatcher.parse("upstream=a")), now, now.plus(Duration.ofHours(9)), "ann", ""))));
        assertEquals(List.of(), after(Duration.ofHours(5), a));
        assertEquals(List.of(), after(Duration.ofHours(1)));
        assertEquals(List.of(), memory.kept().sent().getFirst().alerts());
    }

    @Test
    void aReceiverThatDoesNotTakeItIsToldLaterAndLater() throws Exception {
        ActiveAlert a = alert(AlertPhase.FIRING, "a");
        broken = true;
        after(Duration.ZERO, a);
        assertEquals("nobody listens there", delivery.status().trouble());
        after(Duration.ofMillis(900), a);
        assertEquals(1, delivery.status().failed());
        after(Duration.ofMillis(100), a);
        after(Duration.ofMillis(1900), a);
        assertEquals(2, delivery.status().failed());
        for (int i = 0; i < 20; i++) {
            after(Duration.ofMinutes(5), a);
        }
        assertEquals(22, delivery.status().failed());
        assertEquals("nobody listens there", delivery.test());
        broken = false;
        assertEquals(List.of("Down firing a"), after(Duration.ofMinutes(5), a));
        assertNull(delivery.status().trouble());
        // It was taken, so its end is told.
        assertTrue(after(Duration.ofMinutes(2)).contains("Down resolved a over"));
    }

    /// What is gone after a restart was over meanwhile.
    @Test
    void whatWasToldIsKnownAfterARestart() throws Exception {
        after(Duration.ZERO, alert(AlertPhase.FIRING, "a"), alert(AlertPhase.FIRING, "b"));
        memory = new AlertMemory(new AlertStateFile(folder));
        delivery = AlertDelivery.still(receiver, memory, () -> alerts, PACE, () -> now);
        assertEquals(List.of("Down firing a b over"), after(Duration.ofMinutes(2), alert(AlertPhase.FIRING, "a")));
    }
}
