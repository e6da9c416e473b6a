package io.aiplat.supply.gguf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.ApplianceException;
import io.aiplat.supply.BundledModel;
import io.aiplat.testkit.SplitGguf;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JoinedGgufTest {
    @TempDir
    Path folder;

    private List<Path> split(String name, byte[] whole) throws IOException {
        List<byte[]> parts = SplitGguf.inTwo(whole);
        return List.of(
                Files.write(folder.resolve(name + "-1.gguf"), parts.get(0)),
                Files.write(folder.resolve(name + "-2.gguf"), parts.get(1)));
    }

    @Test
    void thePartsOfAFileMakeTheFileAgain() throws IOException {
        byte[] whole = GgufFixture.bytes(BundledModel.ALL.getFirst());
        JoinedGguf joined = JoinedGguf.of(split("smoke", whole));
        assertEquals(whole.length, joined.bytes());
        try (InputStream in = joined.open()) {
            assertArrayEquals(whole, in.readAllBytes());
        }
    }

    @Test
    void itIsTheSameHoweverItIsRead() throws IOException {
        byte[] whole = GgufFixture.bytes(BundledModel.ALL.getLast());
        JoinedGguf joined = JoinedGguf.of(split("embed", whole));
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        try (InputStream in = joined.open()) {
            byte[] piece = new byte[777];
            for (int count = in.read(piece, 3, 701); count >= 0; count = in.read(piece, 3, 701)) {
                read.write(piece, 3, count);
                int one = in.read();
                if (one >= 0) {
                    read.write(one);
                }
            }
        }
        assertArrayEquals(whole, read.toByteArray());
    }

    @Test
    void whatAreNotThePartsOfOneModelIsRefused() throws IOException {
        byte[] whole = GgufFixture.bytes(BundledModel.ALL.getFirst());
        List<Path> smoke = split("smoke", whole);
        assertTrue(refusal(smoke.subList(0, 1)).contains("one of 2 parts"), "one is missing");
        List<Path> embed = split("embed", GgufFixture.bytes(BundledModel.ALL.getLast()));
        assertTrue(refusal(List.of(smoke.get(0), embed.get(1))).contains("not of one model"), "of two models");
        Path cut = Files.write(folder.resolve("cut.gguf"), Arrays.copyOf(Files.readAllBytes(smoke.get(1)), 1 << 19));
        assertTrue(refusal(List.of(smoke.get(0), cut)).contains("cut off"), "a part is cut off");
    }

    private static String refusal(List<Path> parts) {
        ApplianceException e = assertThrows(ApplianceException.class, () -> JoinedGguf.of(parts));
        assertEquals("MODELS_FILE_BROKEN", e.problem().code().id());
        return e.problem().why();
    }
}
