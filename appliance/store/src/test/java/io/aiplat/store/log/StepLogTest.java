package io.aiplat.store.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.ExitCode;
import io.aiplat.model.Problem;
import io.aiplat.model.ProblemCode;
import io.aiplat.model.plan.ModelStep;
import io.aiplat.model.plan.Step;
import io.aiplat.model.plan.StepResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepLogTest {
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC);
    private static final Step PUT = new ModelStep.PutModel("smoke");

    @TempDir
    Path folder;

    Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("journal.ndjson");
    }

    @Test
    void isEmptyBeforeTheFirstStep() {
        assertEquals(List.of(), journal(1000).entries());
    }

    @Test
    void tellsWhatEachStepDid() throws IOException {
        StepLog journal = journal(1000);
        Problem problem =
                new Problem(new ProblemCode("MODEL_BROKEN", ExitCode.STEP_FAILED), "x is broken", "y", List.of("z"));
        journal.begun("r1", PUT);
        journal.ended("r1", PUT, new StepResult.Failed(problem));
        journal.begun("r2", PUT);
        journal.ended("r2", PUT, new StepResult.Done("brought smoke"));
        assertEquals(
                List.of(
                        entry("r1", StepLogEntry.Mark.BEGUN, ""),
                        entry("r1", StepLogEntry.Mark.FAILED, "MODEL_BROKEN: x is broken"),
                        entry("r2", StepLogEntry.Mark.BEGUN, ""),
                        entry("r2", StepLogEntry.Mark.DONE, "brought smoke")),
                journal.entries());
        assertEquals(
                "{\"at\":\"2026-11-21T12:00:00Z\",\"run\":\"r1\",\"step\":\"Bring model smoke\",\"mark\":\"BEGUN\",\"detail\":\"\"}",
                Files.readAllLines(file).getFirst());
    }

    @Test
    void survivesALineThatWasCutOff() throws IOException {
        StepLog journal = journal(1000);
        journal.begun("r1", PUT);
        Files.writeString(file, "{\"at\":\"2026-11-", StandardOpenOption.APPEND);
        assertEquals(1, journal.entries().size());
        journal.ended("r2", PUT, new StepResult.Unchanged("was there"));
        assertEquals(
                List.of(
                        entry("r1", StepLogEntry.Mark.BEGUN, ""),
                        entry("r2", StepLogEntry.Mark.UNCHANGED, "was there")),
                journal.entries());
    }

    @Test
    void doesNotGrowForever() throws IOException {
        StepLog journal = journal(500);
        for (int i = 0; i < 100; i++) {
            journal.begun("r" + i, PUT);
        }
        List<StepLogEntry> entries = journal.entries();
        assertEquals("r99", entries.getLast().run());
        assertTrue(entries.size() >= 5 && entries.size() <= 12, "entries kept: " + entries.size());
        assertTrue(Files.size(file) < 700, "bytes: " + Files.size(file));
    }

    private StepLog journal(long maxBytes) {
        return new StepLog(file, NOON, maxBytes);
    }

    private static StepLogEntry entry(String run, StepLogEntry.Mark mark, String detail) {
        return new StepLogEntry(NOON.instant(), run, "Bring model smoke", mark, detail);
    }
}
