package io.aiplat.quality.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aiplat.quality.trace.TokenTotals.Part;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenTotalsTest {
    @Test
    void aCallThatTwoLibrariesTraceIsCountedOnce() {
        List<Part> parts = List.of(
                new Part("agent", "", 0, 9, false, 0, 0, null),
                new Part("langchain", "agent", 0, 9, true, 100, 10, 300L),
                new Part("http", "langchain", 0, 9, false, 0, 0, null),
                new Part("openai", "http", 0, 9, true, 100, 10, 305L),
                new Part("second", "agent", 0, 9, true, 7, 1, null));
        assertEquals(new TokenTotals(107, 11, 305L), TokenTotals.of(parts));
    }

    @Test
    void aCallIsFoundInTheTimeOfItsCallerWhereAStepBetweenIsMissing() {
        List<Part> parts = List.of(
                new Part("agent", "", 0, 90, false, 0, 0, null),
                new Part("plan", "agent", 0, 80, true, 100, 10, 300L),
                new Part("answer", "agent", 20, 60, true, 50, 5, 150L),
                new Part("gateway", "filtered", 30, 50, false, 0, 0, null),
                new Part("attempt", "gateway", 31, 49, true, 51, 5, 151L));
        assertEquals(new TokenTotals(151, 15, 451L), TokenTotals.of(parts));
    }

    @Test
    void circlesEnd() {
        List<Part> parts =
                List.of(new Part("a", "b", 0, 9, true, 1, 1, null), new Part("b", "a", 0, 9, true, 1, 1, null));
        assertEquals(new TokenTotals(0, 0, null), TokenTotals.of(parts));
    }
}
