package io.aiplat.store.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApplianceFileTest {
    private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");

    @TempDir
    Path folder;

    @Test
    void tellsOfThisProcessWhileItRuns() {
        ApplianceFile file = new ApplianceFile(folder.resolve("appliance.json"));
        assertTrue(file.running().isEmpty());
        file.write("http://127.0.0.1:11435", "0.1.0", "abc");
        ApplianceRecord record = file.running().orElseThrow();
        assertEquals(ProcessHandle.current().pid(), record.pid());
        assertEquals("http://127.0.0.1:11435", record.observed().url());
        file.delete();
        assertTrue(file.running().isEmpty());
    }

    @Test
    void doesNotTakeALaterProcessForTheAppliance() {
        file(_ -> Optional.of(START)).write("http://127.0.0.1:1", "0.1.0", "abc");
        assertTrue(file(_ -> Optional.of(START.plusSeconds(2))).running().isPresent());
        assertTrue(file(_ -> Optional.of(START.plusSeconds(60))).running().isEmpty());
        assertTrue(file(_ -> Optional.empty()).running().isEmpty());
    }

    @Test
    void tellsOfAProcessThatWasJustStarted() {
        file(pid -> pid == 7 ? Optional.of(START) : Optional.empty()).write(7, "http://127.0.0.1:1", "0.1.0", "abc");
        assertEquals(7, file(_ -> Optional.of(START)).running().orElseThrow().pid());
    }

    @Test
    void writesNothingOfAProcessThatIsGoneAlready() {
        file(_ -> Optional.empty()).write(7, "http://127.0.0.1:1", "0.1.0", "abc");
        assertTrue(file(_ -> Optional.of(START)).running().isEmpty());
    }

    @Test
    void doesNotBelieveADamagedRecord() throws IOException {
        Files.writeString(folder.resolve("appliance.json"), "{\"pid\": 1");
        assertTrue(file(_ -> Optional.of(START)).running().isEmpty());
    }

    private ApplianceFile file(LongFunction<Optional<Instant>> processes) {
        return new ApplianceFile(folder.resolve("appliance.json"), processes);
    }
}
