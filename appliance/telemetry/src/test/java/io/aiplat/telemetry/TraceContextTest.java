package io.aiplat.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String PARENT = "b7ad6b7169203331";
    private static final String HEADER = "00-" + TRACE + "-" + PARENT + "-01";

    @Test
    void theCallersTraceGoesOnWithASpanOfOurOwn() {
        TraceContext trace = TraceContext.begin(HEADER, "vendor=1", new TraceSampling(0));
        assertEquals(TRACE, trace.traceId());
        assertEquals(PARENT, Hex.of(trace.parent()));
        assertEquals("vendor=1", trace.state());
        assertNotEquals(trace.parent(), trace.span());
        assertTrue(trace.sampled(), "the caller's flag goes before our ratio");
        assertEquals("00-" + TRACE + "-000000000000002a-01", trace.traceparent(42));
    }

    @Test
    void aCallerThatDoesNotRecordIsFollowedToo() {
        TraceContext trace = TraceContext.begin(HEADER.replace("-01", "-02"), null, new TraceSampling(1));
        assertFalse(trace.sampled());
        assertEquals("00-" + TRACE + "-0000000000000001-00", trace.traceparent(1));
    }

    @Test
    void aLaterVersionMayHaveMore() {
        String later = "cc" + HEADER.substring(2);
        assertEquals(
                TRACE, TraceContext.begin(later, null, new TraceSampling(0)).traceId());
        assertEquals(
                TRACE,
                TraceContext.begin(later + "-what-the-future", null, new TraceSampling(0))
                        .traceId());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-extra",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-1",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0g",
                "00-0af7651916cd43dd8448eb211c80319c_b7ad6b7169203331-01",
                "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01.what",
                " 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            })
    void aHeaderThatIsNotAsTheStandardSaysBeginsANewTrace(String header) {
        TraceContext trace = TraceContext.begin(header, "vendor=1", new TraceSampling(1));
        assertNotEquals(TRACE, trace.traceId());
        assertEquals(0, trace.parent());
        assertNull(trace.state(), "a state without its parent means nothing");
    }

    @Test
    void whatWeSendIsReadAsWeMeantIt() {
        TraceContext ours = TraceContext.begin(null, null, new TraceSampling(1));
        TraceContext theirs = TraceContext.begin(ours.traceparent(7), null, new TraceSampling(0));
        assertEquals(ours.traceId(), theirs.traceId());
        assertEquals(7, theirs.parent());
        assertTrue(theirs.sampled());
    }

    @Test
    void aStateThatWouldBreakAHeaderIsLeftBehind() {
        assertNull(
                TraceContext.begin(HEADER, "a=1\r\nx: y", new TraceSampling(1)).state());
        assertNull(TraceContext.begin(HEADER, "a=" + "1".repeat(512), new TraceSampling(1))
                .state());
    }

    @Test
    void aboutTheAskedPartOfNewTracesIsRecorded() {
        int taken = 0;
        for (int i = 0; i < 10_000; i++) {
            taken += TraceContext.begin(null, null, new TraceSampling(.25)).sampled() ? 1 : 0;
        }
        assertTrue(taken > 2_100 && taken < 2_900, "a quarter of 10,000 is not " + taken);
        assertFalse(TraceContext.begin(null, null, new TraceSampling(0)).sampled());
        assertTrue(TraceContext.begin(null, null, new TraceSampling(1)).sampled());
    }
}
