package io.aiplat.quality.alert.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.ApplianceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertStateFileTest {
    private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");

    @TempDir
    Path folder;

    @Test
    void whatIsKeptIsReadAgain() {
        AlertStateFile file = new AlertStateFile(folder.resolve("alerts"));
        assertEquals(KeptAlerts.NONE, file.read());
        assertEquals(0, file.written());
        ActiveAlert alert = ActiveAlert.seen(Map.of("alertname", "A"), Map.of("summary", "ä"), Double.NaN, NOON)
                .firing(NOON.plusMillis(1))
                .kept(NOON.plusSeconds(1));
        Silence silence = new Silence(
                "s1",
                List.of(SilenceMatcher.parse("alertname=A"), SilenceMatcher.parse("x=~\"a|\\\"\"")),
                NOON,
                NOON.plusSeconds(60),
                "ann",
                "why");
        SentGroup sent = new SentGroup(
                "webhook", "A", NOON, List.of(new SentGroup.Sent(alert.labels(), alert.annotations(), NOON)));
        KeptAlerts kept = KeptAlerts.NONE
                .evaluated(NOON, List.of(alert))
                .silenced(List.of(silence))
                .told("webhook", "A", Optional.of(sent));
        file.write(kept);
        assertEquals(kept, file.read());
        assertEquals(1, file.written());
        assertEquals(List.of(), kept.told("webhook", "A", Optional.empty()).sent());
        file.snapshot(folder);
        assertTrue(Files.exists(folder.resolve("state.json")));
    }

    @Test
    void aFileOfANewerVersionIsLeftAsItIs() throws IOException {
        AlertStateFile file = new AlertStateFile(folder);
        Files.writeString(folder.resolve("state.json"), "{\"format\": 2}");
        assertEquals(
                "ALERTS_OF_ANOTHER_VERSION",
                assertThrows(ApplianceException.class, file::read)
                        .problem()
                        .code()
                        .id());
        Files.writeString(folder.resolve("state.json"), "{\"format\": 1, \"alerts\": [{}]}");
        assertEquals(
                "ALERTS_NOT_READ",
                assertThrows(ApplianceException.class, file::read)
                        .problem()
                        .code()
                        .id());
    }

    @Test
    void matchersAreThoseOfAlertmanager() {
        Map<String, String> labels = Map.of("alertname", "Down", "upstream", "ollama-1");
        assertTrue(SilenceMatcher.parse("alertname=Down").matches(labels));
        assertTrue(SilenceMatcher.parse("upstream=~\"ollama-.*\"").matches(labels));
        assertFalse(SilenceMatcher.parse("upstream=~ollama").matches(labels));
        assertTrue(SilenceMatcher.parse("upstream!~ollama").matches(labels));
        assertTrue(SilenceMatcher.parse("team=\"\"").matches(labels));
        assertTrue(SilenceMatcher.parse("team!=\"a\"").matches(labels));
        assertEquals("a=\"b\"", SilenceMatcher.parse(" a = b ").text());
        for (String wrong : new String[] {"Down", "1a=b", "a=~\"(\"", "a=\"b"}) {
            assertThrows(IllegalArgumentException.class, () -> SilenceMatcher.parse(wrong), wrong);
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> new Silence("x", List.of(SilenceMatcher.parse("a=~\".*\"")), NOON, NOON, "", ""));
    }

    /// The value is that of Go's `model.LabelSet.Fingerprint` for the same labels, as its algorithm gives it.
    @Test
    void fingerprintsCoverAllLabels() {
        assertEquals("cbf29ce484222325", LabelFingerprint.of(Map.of()));
        assertFalse(LabelFingerprint.of(Map.of("a", "bc")).equals(LabelFingerprint.of(Map.of("ab", "c"))));
    }
}
