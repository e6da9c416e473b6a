package io.aiplat.inference.embedded.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class NativeTextTest {
    @Test
    void leavesOrdinaryTextAlone() {
        assertEquals("Zürich 東京", new NativeText("Zürich 東京").encoded());
    }

    @Test
    void replacesCharactersBeyondTheFirstPlaneAndPutsThemBack() {
        String text = "a\ud83d\ude00b\ud83d\ude01c\ud83d\ude00 \ue000";
        NativeText safe = new NativeText(text);
        assertTrue(safe.encoded().chars().noneMatch(c -> Character.isSurrogate((char) c)), safe.encoded());
        assertEquals("<" + text + ">", safe.restore("<" + safe.encoded() + ">"));
    }
}
