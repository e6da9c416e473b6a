package io.aiplat.quality.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aiplat.quality.trace.TokenTotals.Part;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenTotalsTest {
    @Test
    void aCallThatTwoLibrariesTraceIsCountedOnce() {
        List<Part> parts = List.of(
                new Part("agent", "", false, 0, 0, null),
                new Part("langchain", "agent", true, 100, 10, 300L),
                new Part("http", "langchain", false, 0, 0, null),
                new Part("openai", "http", true, 100, 10, 305L),
                new Part("second", "agent", true, 7, 1, null));
        assertEquals(new TokenTotals(107, 11, 305L), TokenTotals.of(parts));
    }

    @Test
    void circlesEnd() {
        List<Part> parts = List.of(new Part("a", "b", true, 1, 1, null), new Part("b", "a", true, 1, 1, null));
        assertEquals(new TokenTotals(0, 0, null), TokenTotals.of(parts));
    }
}
