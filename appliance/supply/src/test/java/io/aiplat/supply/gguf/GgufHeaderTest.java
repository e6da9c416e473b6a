package io.aiplat.supply.gguf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.ApplianceException;
import io.aiplat.supply.BundledModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GgufHeaderTest {
    private static final BundledModel SMOKE = BundledModel.ALL.getFirst();

    @TempDir
    Path folder;

    private Path file(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("x.gguf"), bytes);
    }

    private String whyBroken(byte[] bytes) throws IOException {
        Path file = file(bytes);
        ApplianceException e = assertThrows(ApplianceException.class, () -> GgufHeader.read(file));
        assertEquals("MODELS_FILE_BROKEN", e.problem().code().id());
        return e.problem().why();
    }

    private static byte[] with(byte[] bytes, int position, long value, int size) {
        byte[] changed = bytes.clone();
        ByteBuffer buffer = ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN);
        if (size == 4) {
            buffer.putInt(position, (int) value);
        } else {
            buffer.putLong(position, value);
        }
        return changed;
    }

    @Test
    void readsThePackedModels() throws IOException {
        GgufHeader smoke = GgufHeader.read(file(GgufFixture.bytes(SMOKE)));
        assertEquals("llama", smoke.architecture());
        assertEquals(4096, smoke.contextLength());
        assertEquals(4, smoke.layers());
        assertEquals(1, smoke.specialTokens());
        assertEquals(SMOKE.bytes(), smoke.bytes());
        assertFalse(smoke.embeds());
        assertEquals(5242, smoke.vocabulary());
        assertEquals(1_524_096, smoke.tensors().parameters());
        assertEquals(3_050_496, smoke.tensors().bytes(), "what llama.cpp calls its model buffer");
        assertEquals(
                List.of(427_008L, 427_008L, 427_008L, 427_008L), smoke.tensors().layers());
        assertEquals("F16", smoke.tensors().type());
        assertEquals(384, smoke.metadata().number("feed_forward_length", 0));
        assertTrue(GgufHeader.read(file(GgufFixture.bytes(BundledModel.ALL.get(1))))
                .embeds());
    }

    @Test
    void readsAnotherArchitecture() throws IOException {
        byte[] foreign =
                GgufFixture.with(GgufFixture.bytes(SMOKE), Map.of("general.architecture", "qwen9", "general.name", ""));
        assertEquals("qwen9", GgufHeader.read(file(foreign)).architecture());
    }

    @Test
    void refusesWrongMagicAndOldVersions() throws IOException {
        byte[] smoke = GgufFixture.bytes(SMOKE);
        assertTrue(whyBroken(with(smoke, 0, 0x47475546, 4)).contains("GGUF"));
        assertTrue(whyBroken(with(smoke, 4, 1, 4)).contains("version 1"));
        assertTrue(whyBroken(new byte[0]).contains("ends after 0 bytes"));
    }

    @Test
    void refusesFilesThatAreCutOffAnywhere() throws IOException {
        byte[] smoke = GgufFixture.bytes(SMOKE);
        for (int length : new int[] {3, 12, 30, 1000, 60_000, smoke.length / 2, smoke.length - 1}) {
            String why = whyBroken(Arrays.copyOf(smoke, length));
            assertTrue(why.contains("ends after") || why.contains("cut off"), length + ": " + why);
        }
    }

    @Test
    void believesNoImpossibleCounts() throws IOException {
        byte[] smoke = GgufFixture.bytes(SMOKE);
        assertTrue(whyBroken(with(smoke, 8, Long.MAX_VALUE, 8)).contains("tensors"));
        assertTrue(whyBroken(with(smoke, 16, -1, 8)).contains("metadata entries"));
        assertTrue(whyBroken(with(smoke, 24, 1L << 40, 8)).contains("bytes in a text"));
    }

    @Test
    void saysThatAFileIsMissing() {
        ApplianceException e =
                assertThrows(ApplianceException.class, () -> GgufHeader.read(folder.resolve("none.gguf")));
        assertEquals("MODELS_FILE_UNREADABLE", e.problem().code().id());
    }
}
