package io.aiplat.inference.ollama;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aiplat.inference.ollama.ContextPolicy.Need;
import org.junit.jupiter.api.Test;

class ContextPolicyTest {
    private static final long GIB = 1L << 30;
    /// Eight billion numbers in four bits, 32 layers with eight heads of 128.
    private static final Need EIGHT_BILLION = new Need(131_072, 5 * GIB, tokens -> tokens * 131_072L);

    private static ContextPolicy free(long gibibytes) {
        return new ContextPolicy(32_768, () -> gibibytes * GIB);
    }

    @Test
    void goesUpToTheSettingWhereMemoryIsPlenty() {
        assertEquals(32_768, free(64).choose(null, null, EIGHT_BILLION));
        assertEquals(4096, free(64).choose(null, null, new Need(4096, GIB, tokens -> tokens * 100L)));
        assertEquals(32_768, free(64).choose(null, null, new Need(0, GIB, _ -> 0)), "it does not say");
    }

    @Test
    void halvesUntilItFits() {
        assertEquals(16_384, free(9).choose(null, null, EIGHT_BILLION), "5 and 2 of 7.2 GiB");
        assertEquals(8192, free(8).choose(null, null, EIGHT_BILLION), "5 and 1 of 6.4 GiB");
        assertEquals(2048, free(1).choose(null, null, EIGHT_BILLION), "never less");
    }

    @Test
    void needsNoMemoryForWeightsThatAreThere() {
        assertEquals(32_768, free(6).choose(null, null, new Need(131_072, 0, tokens -> tokens * 131_072L)));
    }

    @Test
    void putsTheRouteBeforeTheModelfileAndBothBeforeMemory() {
        assertEquals(100_000, free(1).choose(100_000, 2048, EIGHT_BILLION));
        assertEquals(65_536, free(1).choose(null, 65_536, EIGHT_BILLION));
        assertEquals(131_072, free(64).choose(1_000_000, null, EIGHT_BILLION), "no more than it was trained for");
        assertEquals(1, free(64).choose(-5, null, EIGHT_BILLION));
    }

    @Test
    void refusesToServeNothing() {
        assertThrows(IllegalArgumentException.class, () -> new ContextPolicy(0, () -> GIB));
    }
}
