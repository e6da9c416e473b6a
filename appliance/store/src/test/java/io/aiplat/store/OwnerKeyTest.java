package io.aiplat.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnerKeyTest {
    @TempDir
    Path folder;

    @Test
    void isMadeOnceAndLooksLikeAKey() {
        Secret key = key("owner").readOrCreate();
        assertTrue(key.value().matches("sk-aiplat-[0-9A-Za-z]{43}"), key.value());
        assertEquals(key, key("owner").readOrCreate());
        assertNotEquals(key, key("other").readOrCreate());
    }

    @Test
    void isNotMadeByLooking() {
        assertTrue(key("owner").read().isEmpty());
        assertTrue(key("owner").read().isEmpty());
    }

    @Test
    void canBeReadByItsOwnerOnly() throws IOException {
        key("owner").readOrCreate();
        assertEquals("rw-------", mode());
    }

    @Test
    void isClosedAgainWhenSomebodyOpenedIt() throws IOException {
        Secret key = key("owner").readOrCreate();
        Files.setPosixFilePermissions(folder.resolve("owner"), PosixFilePermissions.fromString("rw-r--r--"));
        assertEquals(key, key("owner").readOrCreate());
        assertEquals("rw-------", mode());
    }

    @Test
    void isNotReplacedWhenTheFileHoldsSomethingElse() throws IOException {
        Files.writeString(folder.resolve("owner"), "sk-aiplat-short\n");
        ApplianceException refused =
                assertThrows(ApplianceException.class, () -> key("owner").readOrCreate());
        assertEquals("STORE_KEY_BROKEN", refused.problem().code().id());
        assertEquals("sk-aiplat-short\n", Files.readString(folder.resolve("owner")));
    }

    private String mode() throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("owner")));
    }

    private OwnerKey key(String name) {
        return new OwnerKey(folder.resolve(name), new SecureRandom());
    }
}
