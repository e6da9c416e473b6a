package io.aiplat.model.spend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class TokenUsageTest {
    @Test
    void aPartIsNoMoreThanItsWhole() {
        assertEquals(0, new TokenUsage(5, 4, 3L, 2L, 4L, false).plainInput());
        assertThrows(IllegalArgumentException.class, () -> TokenUsage.of(-1, 0));
        assertThrows(IllegalArgumentException.class, () -> TokenUsage.of(0, -1));
        assertThrows(IllegalArgumentException.class, () -> new TokenUsage(1, 1, 2L, null, null, false));
        assertThrows(IllegalArgumentException.class, () -> new TokenUsage(3, 1, 2L, 2L, null, false));
        assertThrows(IllegalArgumentException.class, () -> new TokenUsage(3, 1, 2L, -1L, null, false));
        assertThrows(IllegalArgumentException.class, () -> new TokenUsage(3, 1, -1L, null, null, false));
        assertThrows(IllegalArgumentException.class, () -> new TokenUsage(3, 1, null, null, 2L, false));
        assertThrows(IllegalArgumentException.class, () -> new TokenUsage(3, 1, null, null, -1L, false));
    }

    @Test
    void whatNobodySaysIsNotZeroButCountsAsNone() {
        TokenUsage usage = TokenUsage.of(7, 3);

        assertNull(usage.cachedTokens());
        assertEquals(0, usage.cached() + usage.written() + usage.reasoning());
        assertEquals(7, usage.plainInput());
        assertEquals(10, usage.totalTokens());
    }

    @Test
    void aSumKnowsWhatBothKnow() {
        TokenUsage one = new TokenUsage(7, 3, 5L, 1L, null, false);

        assertEquals(new TokenUsage(14, 6, 10L, 2L, null, false), one.plus(one));
        assertEquals(new TokenUsage(8, 4, null, null, null, true), one.plus(TokenUsage.estimate(1, 1)));
    }
}
