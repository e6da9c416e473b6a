package io.aiplat.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aiplat.model.ApplianceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
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
}
