package io.aiplat.engine.run;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class FingerprintTest {
    private static final String ANY = "0123456789abcdef";
    private static final String LLAMA = ANY + "+1111111111111111";
    private static final String QWEN = ANY + "+2222222222222222";

    @Test
    void whoNamesNoModelIsContentWithTheOneThatIsKept() {
        assertTrue(Fingerprint.covers(ANY, ANY));
        assertTrue(Fingerprint.covers(LLAMA, ANY));
        assertTrue(Fingerprint.covers(LLAMA, LLAMA));
    }

    @Test
    void whoNamesAnotherModelIsNot() {
        assertFalse(Fingerprint.covers(LLAMA, QWEN));
        assertFalse(Fingerprint.covers(ANY, QWEN));
        assertFalse(Fingerprint.covers(LLAMA, "fedcba9876543210"));
    }
}
