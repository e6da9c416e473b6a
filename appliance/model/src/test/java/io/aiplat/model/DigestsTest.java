package io.aiplat.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The values are those of FIPS 180-2 and of `sha256sum`.
class DigestsTest {
    private static final String OF_NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    private static final String OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    private static final String OF_A_MILLION = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0";

    @TempDir
    Path folder;

    @Test
    void ofBytes() {
        assertEquals(OF_NOTHING, Digests.sha256(new byte[0]));
        assertEquals(OF_ABC, Digests.sha256(new byte[] {'a', 'b', 'c'}));
    }

    @Test
    void ofTextInUtf8() {
        assertEquals(OF_ABC, Digests.sha256("abc"));
        assertEquals(Digests.sha256("é".getBytes(StandardCharsets.UTF_8)), Digests.sha256("é"));
    }

    @Test
    void ofStreamsAndFilesThatAreLongerThanOnePiece() throws IOException {
        byte[] million = "a".repeat(1_000_000).getBytes(StandardCharsets.US_ASCII);
        Path file = Files.write(folder.resolve("million"), million);

        assertEquals(OF_A_MILLION, Digests.sha256(new ByteArrayInputStream(million)));
        assertEquals(OF_A_MILLION, Digests.sha256(file));
        assertEquals(OF_NOTHING, Digests.sha256(Files.createFile(folder.resolve("empty"))));
        assertThrows(NoSuchFileException.class, () -> Digests.sha256(folder.resolve("none")));
    }

    @Test
    void whatIsBegunIsNobodyElses() {
        MessageDigest one = Digests.begun();
        MessageDigest other = Digests.begun();
        one.update("ab".getBytes(StandardCharsets.US_ASCII));
        one.update((byte) 'c');

        assertArrayEquals(Digests.begun().digest(), other.digest());
        assertEquals(OF_ABC, Digests.sha256(one));
        assertEquals(OF_NOTHING, Digests.sha256(one), "it begins anew");
    }
}
