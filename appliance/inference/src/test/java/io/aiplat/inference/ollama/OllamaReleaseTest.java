package io.aiplat.inference.ollama;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class OllamaReleaseTest {
    @Test
    void knowsWhatCameWhen() {
        for (String recent : new String[] {"0.12.11", "0.13.0", "0.33.0-rc2", "1.0.0"}) {
            assertTrue(OllamaRelease.of(recent).refusesLongPrompts(), recent);
            assertTrue(OllamaRelease.of(recent).tellsLogprobs(), recent);
        }
        for (String old : new String[] {"0.11.4", "0.12.10", "0.0.0", "", "v0.33.0", "0.33", "99999999999999.0.0"}) {
            assertFalse(OllamaRelease.of(old).refusesLongPrompts(), old);
        }
        assertEquals("Ollama 0.11.4", OllamaRelease.of("0.11.4").name());
    }
}
