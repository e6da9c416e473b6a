package io.aiplat.provisioning.run;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ServeFingerprintTest {
    private static final String ANY = "0123456789abcdef";
    private static final String LLAMA = ANY + "+1111111111111111";
    private static final String QWEN = ANY + "+2222222222222222";

    @Test
    void whoNamesNoModelIsContentWithTheOneThatIsKept() {
        assertTrue(ServeFingerprint.covers(ANY, ANY));
        assertTrue(ServeFingerprint.covers(LLAMA, ANY));
        assertTrue(ServeFingerprint.covers(LLAMA, LLAMA));
    }

    @Test
    void whoNamesAnotherModelIsNot() {
        assertFalse(ServeFingerprint.covers(LLAMA, QWEN));
        assertFalse(ServeFingerprint.covers(ANY, QWEN));
        assertFalse(ServeFingerprint.covers(LLAMA, "fedcba9876543210"));
    }
}
