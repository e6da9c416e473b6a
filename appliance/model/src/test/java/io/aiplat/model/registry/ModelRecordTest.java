package io.aiplat.model.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ModelRecordTest {
    private static final Instant MONDAY = Instant.parse("2026-11-23T12:00:00Z");
    private static final Instant TUESDAY = Instant.parse("2026-11-24T12:00:00Z");
    private static final StageDecision APPROVED = new StageDecision(ModelStage.APPROVED, MONDAY, "anna", "asked legal");
    private static final BenchmarkResult FAST = new BenchmarkResult(MONDAY, "ollama", 1, 1, 1, 1, 1, 1, 1, 1);

    private static ModelVersion version(String digit, Instant added) {
        return new ModelVersion("sha256:" + digit.repeat(64), null, "MIT", null, 0, 0, 100, added);
    }

    @Test
    void nobodyHasLookedAtOtherBytesYet() {
        ModelRecord record = ModelRecord.of("tiny")
                .with(version("a", MONDAY))
                .at(APPROVED)
                .with(FAST)
                .withNotes("good");
        ModelRecord other = record.with(version("b", TUESDAY));
        assertEquals(2, other.versions().size());
        assertEquals(
                new StageDecision(ModelStage.CANDIDATE, TUESDAY, "aiplat", "was approved with other bytes"),
                other.stage());
        assertEquals(List.of(), other.benchmarks());
        assertEquals("good", other.notes());

        ModelRecord back = other.with(version("a", TUESDAY));
        assertEquals(ModelStage.CANDIDATE, back.stage().stage());
        assertEquals(2, back.versions().size());
        assertEquals(Optional.of(version("a", TUESDAY)), back.version());
    }

    @Test
    void theSameBytesKeepWhatWasDecidedAndLearnMore() {
        ModelRecord record =
                ModelRecord.of("tiny").with(version("a", MONDAY)).at(APPROVED).with(FAST);
        ModelVersion known =
                new ModelVersion("sha256:" + "a".repeat(64), "hf.co/x/y", null, "Q4_K_M", 5, 2048, 0, TUESDAY);
        ModelRecord same = record.with(known);
        assertEquals(
                List.of(new ModelVersion(known.digest(), "hf.co/x/y", "MIT", "Q4_K_M", 5, 2048, 100, MONDAY)),
                same.versions());
        assertEquals(APPROVED, same.stage());
        assertEquals(List.of(FAST), same.benchmarks());
    }

    @Test
    void growsNotForEver() {
        ModelRecord record = ModelRecord.of("tiny");
        for (int i = 0; i < ModelRecord.MOST_BENCHMARKS + 7; i++) {
            record = record.with(new BenchmarkResult(MONDAY.plusSeconds(i), "ollama", 1, 1, 1, 1, 1, 1, 1, 1));
        }
        assertEquals(ModelRecord.MOST_BENCHMARKS, record.benchmarks().size());
        assertEquals(MONDAY.plusSeconds(7), record.benchmarks().getFirst().at());
    }
}
