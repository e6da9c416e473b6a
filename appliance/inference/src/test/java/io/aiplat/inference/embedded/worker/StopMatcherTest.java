package io.aiplat.inference.embedded.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class StopMatcherTest {
    private static String through(StopMatcher matcher, String... pieces) {
        StringBuilder text = new StringBuilder();
        for (String piece : pieces) {
            text.append(matcher.accept(piece));
        }
        return text + matcher.rest();
    }

    @Test
    void letsEverythingThroughWithoutStops() {
        assertEquals("one two", through(new StopMatcher(List.of()), "one", " two"));
    }

    @Test
    void cutsAStopTextSplitOverPieces() {
        StopMatcher matcher = new StopMatcher(List.of("<|end|>"));
        assertEquals("done", through(matcher, "do", "ne<", "|e", "nd|", "> more", "even more"));
        assertTrue(matcher.stopped());
    }

    @Test
    void givesBackWhatOnlyLookedLikeAStopText() {
        StopMatcher matcher = new StopMatcher(List.of("<|end|>"));
        assertEquals("a <|enx b<", through(matcher, "a <|en", "x b<"));
        assertFalse(matcher.stopped());
    }

    @Test
    void holdsNoMoreBackThanCouldBecomeAStopText() {
        StopMatcher matcher = new StopMatcher(List.of("aab"));
        assertEquals("a", matcher.accept("aaa"));
        assertEquals("", matcher.accept("b"));
        assertTrue(matcher.stopped());
    }

    @Test
    void takesTheFirstOfSeveralStopTexts() {
        assertEquals("x ", through(new StopMatcher(List.of("second", "first")), "x first second"));
    }
}
