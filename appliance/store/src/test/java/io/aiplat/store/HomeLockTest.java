package io.aiplat.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aiplat.model.ApplianceException;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeLockTest {
    @TempDir
    Path folder;

    @Test
    void isHadByOneAtATime() {
        Home home = new Home(folder.resolve("home")).open();
        try (HomeLock _ = HomeLock.take(home, "up", Clock.systemUTC())) {
            ApplianceException refused =
                    assertThrows(ApplianceException.class, () -> HomeLock.take(home, "down", Clock.systemUTC()));
            assertEquals("STORE_LOCKED", refused.problem().code().id());
        }
        HomeLock.take(home, "down", Clock.systemUTC()).close();
    }
}
