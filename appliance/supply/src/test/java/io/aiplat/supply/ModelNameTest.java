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
    void writesATagSoThatEveryFileSystemTakesIt() {
        assertEquals("qwen3@0.6b", ModelName.toFolder("qwen3:0.6b"));
        assertEquals("qwen3:0.6b", ModelName.ofFolder("qwen3@0.6b"));
        assertTrue(ModelName.isServed("qwen3:0.6b"));
        assertTrue(ModelName.isServed("qwen2.5:0.5b-instruct-q4_K_M"));
        for (String name : List.of("qwen3@0.6b", "qwen3:", ":0.6b", "a:b:c", "a:../b", "a:b/c")) {
            assertFalse(ModelName.isServed(name), name);
        }
    }

    @Test
    void dropsTheTagLatest() {
        assertEquals("smoke", ModelName.canonical("smoke:latest"));
        assertEquals("smoke:1", ModelName.canonical("smoke:1"));
    }
}
