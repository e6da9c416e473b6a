package io.aiplat.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.ApplianceException;
import io.aiplat.store.process.ApplianceFile;
import io.aiplat.store.process.ApplianceRecord;
import io.aiplat.testkit.Eventually;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What two processes do to one home, with real processes and real kills.
class TwoProcessesIT {
    private static final int KILLS = 15;

    @TempDir
    Path folder;

    Home home;

    @BeforeEach
    void make() {
        home = new Home(folder.resolve("home")).open();
    }

    @Test
    void theSecondIsToldWhoHasTheLock() throws Exception {
        Process other = OtherProcess.start("lock", home);
        assertEquals("locked", firstLine(other));
        String why = refusal();
        assertTrue(why.startsWith("Process " + other.pid() + " (aiplat up) has held the lock since 20"), why);
        other.getOutputStream().close();
        assertEquals(0, other.waitFor());
        LockFile.ofHome(home, "down", Clock.systemUTC()).close();
    }

    @Test
    void aRefusalInOneProcessDoesNotUnlockTheOther() throws Exception {
        try (LockFile _ = LockFile.ofHome(home, "up", Clock.systemUTC())) {
            assertThrows(ApplianceException.class, () -> LockFile.ofHome(home, "down", Clock.systemUTC()));
            assertEquals("STORE_LOCKED", firstLine(OtherProcess.start("lock", home)));
            // Again: the one before has opened and closed the file.
            assertEquals("STORE_LOCKED", firstLine(OtherProcess.start("lock", home)));
        }
    }

    @Test
    void aKilledProcessLeavesNoLock() throws Exception {
        Process other = OtherProcess.start("lock", home);
        assertEquals("locked", firstLine(other));
        other.destroyForcibly().waitFor();
        LockFile.ofHome(home, "up", Clock.systemUTC()).close();
    }

    @Test
    void theStateIsWholeAfterEveryKill() throws Exception {
        StateFile states = new StateFile(home.state(), UUID::randomUUID, Clock.systemUTC());
        String owner = states.readOrCreate().owner();
        for (int i = 0; i < KILLS; i++) {
            Process other = OtherProcess.start("write", home);
            assertEquals("writing", firstLine(other));
            // Each time a little later, so that the kill hits another place of the loop.
            Thread.sleep(7L * i);
            other.destroyForcibly().waitFor();
            assertEquals(owner, states.read().orElseThrow().owner());
        }
        states.write(states.readOrCreate());
        assertEquals(Set.of("state.json"), stateFiles());
    }

    @Test
    void aProcessThatEndedWithoutBeingCollectedIsNoAppliance() throws Exception {
        // The shell's child ends, and what the shell has become never asks for its status.
        Process parent = new ProcessBuilder("sh", "-c", "sleep 2 & echo $!; exec sleep 60").start();
        try {
            long pid = Long.parseLong(firstLine(parent));
            Instant started =
                    ProcessHandle.of(pid).orElseThrow().info().startInstant().orElseThrow();
            AtomicFile.write(
                    home.appliance(), StoreJson.pretty(new ApplianceRecord(pid, started, "http://x", "1", "p")));
            ApplianceFile file = new ApplianceFile(home.appliance());
            assertTrue(file.running().isPresent());
            Eventually.holds(
                    "it has ended",
                    Duration.ofSeconds(30),
                    () -> ProcessHandle.of(pid).orElseThrow().info().command().isEmpty());
            assertTrue(file.running().isEmpty());
        } finally {
            parent.destroyForcibly();
        }
    }

    private String refusal() {
        return assertThrows(ApplianceException.class, () -> LockFile.ofHome(home, "down", Clock.systemUTC()))
                .problem()
                .why();
    }

    private Set<String> stateFiles() throws IOException {
        try (Stream<Path> files = Files.list(home.root())) {
            List<String> names = files.map(f -> f.getFileName().toString()).toList();
            return names.stream().filter(n -> n.startsWith("state")).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static String firstLine(Process process) throws IOException {
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        return reader.readLine();
    }
}
