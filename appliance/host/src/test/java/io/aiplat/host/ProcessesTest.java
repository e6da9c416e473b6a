package io.aiplat.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.ApplianceException;
import io.aiplat.testkit.Eventually;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class ProcessesTest {
    private final Processes processes = new Processes(Map.of("PATH", System.getenv("PATH")));

    @TempDir
    Path folder;

    @Test
    void startsInTheBackgroundAndWritesToTheLog() throws Exception {
        Path log = folder.resolve("logs/out.log");
        Processes.Started started = processes.start(
                List.of("/bin/sh", "-c", "echo $GREETING; echo oops >&2; cat; ps -o sess= -p $$; exec sleep 600"),
                Map.of("GREETING", "hello"),
                folder,
                log);
        try {
            Eventually.seen("it has said three lines", () -> Files.readAllLines(log), lines -> lines.size() >= 3);
            assertEquals(List.of("hello", "oops"), Files.readAllLines(log).subList(0, 2));
            assertEquals(
                    Long.toString(started.pid()), Files.readAllLines(log).get(2).strip(), "its own session");
            assertTrue(processes.isAlive(started));
        } finally {
            processes.terminate(started, Duration.ofSeconds(5));
        }
        assertFalse(processes.isAlive(started));
    }

    @Test
    void killsWhatDoesNotWantToEnd() throws Exception {
        Path log = folder.resolve("out.log");
        Processes.Started started = processes.start(
                List.of("/bin/sh", "-c", "trap '' TERM; echo ready; while :; do sleep 0.05; done"),
                Map.of(),
                folder,
                log);
        Eventually.holds("it has said something", () -> Files.size(log) > 0);
        processes.terminate(started, Duration.ofMillis(100));
        assertFalse(processes.isAlive(started));
    }

    @Test
    void anotherProcessOfTheSameIdIsNotIt() {
        ProcessHandle self = ProcessHandle.current();
        long start = self.info().startInstant().orElseThrow().toEpochMilli();
        assertTrue(processes.isAlive(new Processes.Started(self.pid(), start)));
        Processes.Started other = new Processes.Started(self.pid(), start - 60_000);
        assertFalse(processes.isAlive(other));
        processes.terminate(other, Duration.ofSeconds(1));
    }

    @Test
    void aProgramThatIsNotThereIsAProblem() {
        Processes bare = new Processes(Map.of());
        ApplianceException refusal = assertThrows(
                ApplianceException.class,
                () -> bare.start(List.of("/no/such/program"), Map.of(), folder, folder.resolve("x.log")));
        assertEquals("HOST_PROGRAM_NOT_STARTED", refusal.problem().code().id());
    }

    @Test
    void runsAProgramToItsEndAndHandsOnWhatItSays() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream error = new ByteArrayOutputStream();
        List<String> command = List.of("/bin/sh", "-c", "echo $GREETING; echo oops >&2; exit 5");
        assertEquals(5, processes.run(command, Map.of("GREETING", "hello"), out, error));
        assertEquals("hello\n", out.toString(StandardCharsets.UTF_8));
        assertEquals("oops\n", error.toString(StandardCharsets.UTF_8));
    }

    @Test
    void anInterruptionEndsTheProgramThatIsWaitedFor() throws Exception {
        FutureTask<Integer> exit = new FutureTask<>(() -> processes.run(
                List.of("/bin/sleep", "600"), Map.of(), new ByteArrayOutputStream(), new ByteArrayOutputStream()));
        Thread waiting = Thread.ofPlatform().start(exit);
        List<ProcessHandle> sleepers = List.of();
        while (sleepers.isEmpty()) {
            sleepers = ProcessHandle.current()
                    .children()
                    .filter(child -> child.info().command().orElse("").endsWith("sleep"))
                    .toList();
        }
        waiting.interrupt();
        assertEquals(130, exit.get());
        sleepers.getFirst().onExit().get();
    }

    @Test
    void findsProgramsOnThePath() {
        assertTrue(processes.find("sh").isPresent());
        assertTrue(processes.find("no-such-program").isEmpty());
    }
}
