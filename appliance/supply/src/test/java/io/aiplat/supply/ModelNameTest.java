package io.aiplat.supply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ModelNameTest {
    @Test
    void makesNamesOfFilesThatCanBeFolders() {
        assertEquals("qwen2.5-0.5b-q4_k_m", ModelName.ofFile("Qwen2.5 0.5B-Q4_K_M.gguf"));
        assertEquals("model", ModelName.ofFile("...gguf.GGUF".replace("gguf.", "")));
        for (String file : List.of("../../etc/passwd", "ä.gguf", "x".repeat(300), ".hidden.gguf", "a..b.gguf")) {
            assertTrue(ModelName.isFolder(ModelName.ofFile(file)), file + " became " + ModelName.ofFile(file));
        }
    }

    @Test
    void refusesPathTricks() {
        for (String name : List.of("", ".", "..", "a/b", "a\\b", "A", "-x", "a..b", "a\0b", "a\n")) {
            assertFalse(ModelName.isFolder(name), name);
        }
    }

    @Test
    void dropsTheTagLatest() {
        assertEquals("smoke", ModelName.canonical("smoke:latest"));
        assertEquals("smoke:1", ModelName.canonical("smoke:1"));
    }
}
