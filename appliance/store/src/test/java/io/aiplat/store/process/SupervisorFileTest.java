package io.aiplat.store.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.store.DecidedFile;
import io.aiplat.store.Home;
import io.aiplat.store.process.SupervisorFile.Death;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisorFileTest {
    @TempDir
    private Path folder;

    private Home home;
    private SupervisorFile file;

    @BeforeEach
    void open() {
        home = new Home(folder.resolve("home")).open();
        file = new SupervisorFile(home);
    }

    @Test
    void tellsOfASupervisorWhileItLives() {
        assertTrue(file.running().isEmpty());
        file.write(ProcessHandle.current().pid());
        assertEquals(ProcessHandle.current().pid(), file.running().orElseThrow().pid());
        file.forget();
        assertTrue(file.running().isEmpty());
    }

    @Test
    void readsTheDeathsAndNothingElse() throws IOException {
        Files.writeString(home.run().resolve("deaths"), "1795944893 137\nnonsense\n1795944999 134\n12");
        assertEquals(
                List.of(
                        new Death(Instant.ofEpochSecond(1795944893), 137),
                        new Death(Instant.ofEpochSecond(1795944999), 134)),
                file.deaths());
    }

    @Test
    void countsFromTheLastStartOfAPerson() throws IOException {
        Files.writeString(home.run().resolve("deaths"), "1795944893 137\n");
        file.write(ProcessHandle.current().pid());
        assertEquals(List.of(), file.deaths());
    }

    @Test
    void saysWhyItDied() {
        assertTrue(new Death(Instant.EPOCH, 134).reason().contains("out of memory"));
        assertTrue(new Death(Instant.EPOCH, 137).reason().contains("killed"));
        assertEquals("signal 15 ended it", new Death(Instant.EPOCH, 143).reason());
        assertTrue(new Death(Instant.EPOCH, 1).reason().contains("status 1"));
    }

    @Test
    void handsOnWhatFlagsDecidedToItsOwnerOnly() throws IOException {
        DecidedFile decided = new DecidedFile(home.decided());
        decided.write(Map.of("network.registries.r.password", "a\nb"));
        assertEquals(Map.of("network.registries.r.password", "a\nb"), decided.read());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(decided.path())));
        decided.delete();
        assertTrue(Files.notExists(decided.path()));
    }
}
