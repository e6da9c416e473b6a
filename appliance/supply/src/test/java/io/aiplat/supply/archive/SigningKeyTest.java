package io.aiplat.supply.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.ApplianceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningKeyTest {
    private static final byte[] TEXT = "text".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    @Test
    void isReadAsItWasWrittenAndByItsOwnerOnly() throws IOException {
        SigningKey made = SigningKey.generate();
        Path file = folder.resolve("key.pem");
        Path open = made.write(file);
        assertEquals(folder.resolve("key.pub.pem"), open);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        SigningKey read = SigningKey.read(file);
        assertEquals(made.verifying(), read.verifying());
        assertEquals(made.verifying(), VerifyingKey.read(open));
        assertTrue(VerifyingKey.read(open).hasSigned(TEXT, read.sign(TEXT)));
        assertFalse(SigningKey.generate().verifying().hasSigned(TEXT, read.sign(TEXT)));
        ApplianceException e = assertThrows(
                ApplianceException.class, () -> SigningKey.generate().write(file));
        assertEquals("BUNDLE_KEY_EXISTS", e.problem().code().id());
    }

    /// Made by `openssl genpkey -algorithm ed25519`, and the rest by the line in the comment of the method.
    @Test
    void takesTheKeysOfOpenssl() throws IOException {
        Path file = folder.resolve("key.pem");
        Files.writeString(file, """
                -----BEGIN PRIVATE KEY-----
                MC4CAQAwBQYDK2VwBCIEIFB+3WEPmMtyl54Joy9KICiSwqWEtKI4dhQis6gXcqyL
                -----END PRIVATE KEY-----
                """);
        assertEquals(
                "SHA256:3y8bIlaLnTIU0Eq75rbvG7+zAfU/4KGBOUZPSsNBDuY",
                SigningKey.read(file).verifying().fingerprint());
    }

    @Test
    void refusesWhatIsNone() throws IOException {
        Path file = folder.resolve("key.pem");
        Files.writeString(file, "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        ApplianceException e = assertThrows(ApplianceException.class, () -> SigningKey.read(file));
        assertEquals("BUNDLE_KEY_UNUSABLE", e.problem().code().id());
        assertThrows(ApplianceException.class, () -> VerifyingKey.read(file));
        assertThrows(ApplianceException.class, () -> TrustedKeys.anybody().with("none.pem", folder));
    }

    @Test
    void theHomeMakesItsOwnOnceAndKeepsOthers() throws IOException {
        BundleKeys keys = new BundleKeys(folder.resolve("bundle-keys"));
        VerifyingKey other = SigningKey.generate().verifying();
        assertFalse(keys.trusted().trusts(other));
        SigningKey own = keys.own();
        assertEquals(own.verifying(), keys.own().verifying());
        assertTrue(keys.trusted().trusts(own.verifying()));
        assertFalse(keys.trusted().trusts(other));
        keys.keep(other);
        assertTrue(keys.trusted().trusts(other));
        assertTrue(keys.trusted().trusts(own.verifying()));
    }
}
