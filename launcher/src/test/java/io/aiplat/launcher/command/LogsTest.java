package io.aiplat.launcher.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.launcher.Cli;
import io.aiplat.model.plan.ModelStep;
import io.aiplat.model.plan.StepResult;
import io.aiplat.store.Home;
import io.aiplat.store.log.StepLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogsTest {
    @TempDir
    Path folder;

    private Cli cli;
    private Home home;

    @BeforeEach
    void open() {
        cli = new Cli(folder);
        home = new Home(folder.resolve("home")).open();
    }

    private void write(String log, String text) throws IOException {
        Files.writeString(home.logs().resolve(log), text);
    }

    @Test
    void theApplianceIsMeantWhereNoPartIsNamed() throws IOException {
        write("appliance.log", "one\ntwo\nthree\n");
        assertEquals(new Cli.Result(0, "two\nthree\n", ""), cli.run("logs", "-n", "2"));
        assertEquals("""
                {"part":"appliance","line":"three"}
                """, cli.run("logs", "appliance", "-n1", "-o", "json").out());
    }

    @Test
    void eachWorkerHasItsNameBeforeItsLines() throws IOException {
        write("worker-a.log", "one\n");
        write("worker-b.log", "two\n");
        write("worker-b.log.1", "older\n");
        assertEquals("a: one\nb: two\n", cli.run("logs", "worker", "-n", "1").out());
        assertEquals("a: one\nb: older\nb: two\n", cli.run("logs", "worker").out());
    }

    @Test
    void stepsAreReadFromTheJournal() {
        StepLog journal =
                new StepLog(home.journal(), Clock.fixed(Instant.parse("2026-03-01T12:00:00.5Z"), ZoneOffset.UTC));
        journal.begun("up 1", new ModelStep.PutModel("smoke"));
        journal.ended("up 1", new ModelStep.PutModel("smoke"), new StepResult.Done("brought"));
        assertEquals("""
                2026-03-01T12:00:00Z begun     Bring model smoke
                2026-03-01T12:00:00Z done      Bring model smoke: brought
                """, cli.run("logs", "steps").out());
        String json = cli.run("logs", "steps", "-n", "1", "-o", "json").out();
        assertTrue(json.contains("\"mark\":\"done\",\"detail\":\"brought\""), json);
    }

    @Test
    void aLogThatNobodyWroteIsToldAsSuch() {
        Cli.Result result = cli.run("logs", "start");
        assertEquals(7, result.exit());
        assertTrue(result.err().startsWith("error COMMAND_NO_LOG: There is no log of start\n"), result.err());
        assertEquals(7, cli.run("logs", "worker").exit());
        assertEquals(7, cli.run("logs", "steps").exit());
        assertEquals(7, cli.run("logs", "ollama").exit());
        assertEquals(7, cli.run("logs", "cluster").exit());
    }

    @Test
    void anUnknownPartIsAnsweredWithThoseThereAre() {
        Cli.Result result = cli.run("logs", "gateway");
        assertEquals(2, result.exit());
        assertTrue(
                result.err()
                        .contains("'gateway' is none of appliance, requests, start, steps, worker, cluster, ollama."),
                result.err());
    }
}
