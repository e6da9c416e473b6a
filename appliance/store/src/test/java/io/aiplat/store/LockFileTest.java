package io.aiplat.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aiplat.model.ApplianceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockFileTest {
    @TempDir
    Path folder;

    @Test
    void isHadByOneAtATime() {
        Home home = new Home(folder.resolve("home")).open();
        try (LockFile _ = LockFile.ofHome(home, "up", Clock.systemUTC())) {
            ApplianceException refused =
                    assertThrows(ApplianceException.class, () -> LockFile.ofHome(home, "down", Clock.systemUTC()));
            assertEquals("STORE_LOCKED", refused.problem().code().id());
        }
        LockFile.ofHome(home, "down", Clock.systemUTC()).close();
    }

    @Test
    void aLinkToItIsTheSameFile() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.toRealPath());
        try (LockFile taken = LockFile.take(folder.resolve("a.lock"), "me".getBytes(StandardCharsets.US_ASCII))) {
            assertNotNull(taken);
            assertNull(LockFile.take(link.resolve("a.lock"), new byte[0]));
            assertEquals("me", new String(LockFile.holder(link.resolve("a.lock")), StandardCharsets.US_ASCII));
        }
        assertEquals("me", new String(LockFile.holder(link.resolve("a.lock")), StandardCharsets.US_ASCII), "it stays");
    }

    @Test
    void whoWaitsGetsItWhenItIsLetGoOf() throws Exception {
        Path file = folder.resolve("a.lock");
        LockFile first = LockFile.take(file, new byte[0]);
        assertNotNull(first);
        assertNull(LockFile.await(file, new byte[0], Duration.ofMillis(30)), "patience has an end");
        Thread later = Thread.ofVirtual().start(() -> {
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            first.close();
        });
        try (LockFile second = LockFile.await(file, new byte[0], Duration.ofMinutes(1))) {
            assertNotNull(second);
        }
        later.join();
    }

    @Test
    void aPassingOneLeavesNoFile() throws IOException {
        Path file = folder.resolve("site.aipb.lock");
        // As one is left behind by whoever was killed.
        Files.writeString(file, "99999999");
        try (LockFile taken = LockFile.takePassing(file, "1".getBytes(StandardCharsets.US_ASCII))) {
            assertNotNull(taken);
            assertNull(LockFile.takePassing(file, new byte[0]));
            assertEquals("1", new String(LockFile.holder(file), StandardCharsets.US_ASCII));
        }
        assertFalse(Files.exists(file));
    }
}
