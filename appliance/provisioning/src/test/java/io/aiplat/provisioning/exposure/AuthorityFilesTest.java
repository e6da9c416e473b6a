package io.aiplat.provisioning.exposure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthorityFilesTest {
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
    private static final String HOST = "ai.example.org";

    @TempDir
    Path home;

    @Test
    void anAuthorityIsMadeWithItsFolderAndKeptUntilItEnds() throws Exception {
        Path folder = home.resolve("keys/authorities");
        AuthorityFiles files = new AuthorityFiles(folder);
        String made = files.of(HOST, NOW).certificate();
        assertEquals("rwx------", rights(folder));
        assertEquals("rw-------", rights(folder.resolve(HOST + ".pem")));
        assertEquals(made, Files.readString(files.certificate(HOST)));
        assertEquals(made, files.of(HOST, NOW.plus(Duration.ofDays(30))).certificate());
        assertNotEquals(
                made, files.of(HOST, NOW.plus(Duration.ofDays(365 * 100))).certificate());
    }

    private static String rights(Path file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
