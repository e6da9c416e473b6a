package io.aiplat.wire.sse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.wire.MemoryAccount;
import io.aiplat.wire.WriteBuffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventScannerTest {
    private static final String STREAM = "\uFEFFdata: {\"a\":\"\u00e4\u20ac\uD83D\uDE00\"}\n\n"
            + ": ping\n\n"
            + ": ka\ndata:no blank\n\n"
            + "event: error\nid: 7\nretry: 100\ndata: one\ndata:  two\ndata\n\n"
            + "unknown: x\ndatax: y\nevent: nothing\n\n"
            + "\ndata: [DONE]\n\n";

    private static final List<String> EVENTS = List.of(
            "null null {\"a\":\"\u00e4\u20ac\uD83D\uDE00\"}",
            "null null no blank",
            "error 7 one\n two\n",
            "null null [DONE]");

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// Every event with data, and every byte that came.
    private record Read(List<String> events, String raw) {}

    private static Read read(byte[] stream, int... cuts) throws EventTooLarge {
        EventScanner scanner = new EventScanner(1000);
        List<String> events = new ArrayList<>();
        ByteArrayOutputStream raw = new ByteArrayOutputStream();
        byte[] buffer = new byte[stream.length + 3];
        int from = 0;
        for (int i = 0; i <= cuts.length; i++) {
            int to = i < cuts.length ? cuts[i] : stream.length;
            // The same array again and again, as a reader of a connection has it.
            System.arraycopy(stream, from, buffer, 3, to - from);
            scanner.offer(buffer, 3, to - from);
            while (scanner.next()) {
                raw.write(scanner.raw(), scanner.rawBegin(), scanner.rawEnd() - scanner.rawBegin());
                if (scanner.hasData()) {
                    events.add(scanner.name() + " " + scanner.id() + " " + scanner);
                }
            }
            from = to;
        }
        raw.writeBytes(scanner.rest());
        return new Read(events, raw.toString(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void findsTheSameEventsWhereverTheBytesAreCut(String lineEnd) throws EventTooLarge {
        String text = STREAM.replace("\n", lineEnd);
        byte[] stream = bytes(text);
        Read expected = new Read(EVENTS, text);
        assertEquals(expected, read(stream));
        for (int first = 0; first <= stream.length; first++) {
            for (int second = first; second <= stream.length; second++) {
                assertEquals(expected, read(stream, first, second), first + " and " + second);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void findsThemByteByByte(String lineEnd) throws EventTooLarge {
        String text = STREAM.replace("\n", lineEnd);
        byte[] stream = bytes(text);
        int[] cuts = new int[stream.length];
        for (int i = 0; i < cuts.length; i++) {
            cuts[i] = i;
        }
        assertEquals(new Read(EVENTS, text), read(stream, cuts));
    }

    @Test
    void copiesNoEventThatLiesWholeInAPiece() throws EventTooLarge {
        byte[] piece = bytes("data: one\n\ndata: two\n\n");
        EventScanner scanner = new EventScanner(0);
        scanner.offer(piece, 0, piece.length);
        assertTrue(scanner.next());
        assertTrue(scanner.next());
        assertSame(piece, scanner.data());
        assertSame(piece, scanner.raw());
        assertEquals(17, scanner.dataBegin());
        assertEquals(20, scanner.dataEnd());
        assertTrue(scanner.dataIs("two"));
        assertFalse(scanner.dataIs("twi"));
        assertFalse(scanner.next());
        assertFalse(scanner.isWithinEvent());
    }

    @Test
    void knowsThatAStreamWasCut() throws EventTooLarge {
        EventScanner scanner = new EventScanner(100);
        scanner.offer(bytes("data: one\n"), 0, 10);
        assertFalse(scanner.next());
        assertTrue(scanner.isWithinEvent());
        scanner.offer(bytes("\r\n"), 0, 1);
        assertTrue(scanner.next());
        assertFalse(scanner.next());
        assertFalse(scanner.isWithinEvent());
        scanner.offer(bytes("\n"), 0, 1);
        assertFalse(scanner.next());
        assertFalse(scanner.isWithinEvent());
    }

    @Test
    void keepsNoMoreThanAgreed() throws EventTooLarge {
        EventScanner scanner = new EventScanner(20);
        byte[] endless = bytes("data: 0123");
        scanner.offer(endless, 0, 10);
        assertFalse(scanner.next());
        scanner.offer(endless, 0, 10);
        assertFalse(scanner.next());
        scanner.offer(endless, 0, 1);
        assertThrows(EventTooLarge.class, scanner::next);
    }

    @Test
    void takesNoPieceBeforeTheLastIsRead() {
        EventScanner scanner = new EventScanner(100);
        scanner.offer(bytes("a\n\n"), 0, 3);
        assertThrows(IllegalStateException.class, () -> scanner.offer(bytes("b"), 0, 1));
    }

    @Test
    void readsWhatTheWriterWrites() throws EventTooLarge {
        WriteBuffer out = new WriteBuffer(16);
        new SseWriter(out)
                .data(bytes("{}"))
                .heartbeat()
                .event("error", bytes("a\nb\r\nc\rd"))
                .done();
        String written = new String(out.copy(), StandardCharsets.UTF_8);
        assertEquals("data: {}\n\n: ka\nevent: error\ndata: a\ndata: b\ndata: c\ndata: d\n\ndata: [DONE]\n\n", written);
        assertEquals(
                List.of("null null {}", "error null a\nb\nc\nd", "null null [DONE]"),
                read(out.copy()).events());
        assertThrows(IllegalArgumentException.class, () -> new SseWriter(out).event("a\nb", bytes("")));
    }

    @Test
    void takesTheMemoryOfALargeEventFromItsAccountOnce() throws IOException {
        long[] taken = {0};
        MemoryAccount account = new MemoryAccount() {
            @Override
            public void acquire(long bytes) {
                throw new IllegalStateException("a stream does not wait for memory");
            }

            @Override
            public boolean tryAcquire(long bytes) {
                taken[0] += bytes;
                return taken[0] <= 4 << 20;
            }

            @Override
            public void release(long bytes) {
                taken[0] -= bytes;
            }
        };
        EventScanner scanner = new EventScanner(4 << 20, account);
        byte[] half = ("data: " + "x".repeat(300_000)).getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 3; i++) {
            scanner.offer(half, 0, half.length);
            assertFalse(scanner.next());
            scanner.offer(new byte[] {'\n', '\n'}, 0, 2);
            assertTrue(scanner.next());
            assertFalse(scanner.next());
        }
        assertTrue(taken[0] >= 4 * (300_000 - 32 * 1024), "only " + taken[0]);
        assertTrue(taken[0] < 4 * 600_000, "again for each event: " + taken[0]);
        byte[] rest = "x".repeat(1_500_000).getBytes(StandardCharsets.UTF_8);
        scanner.offer(rest, 0, rest.length);
        assertThrows(EventTooLarge.class, scanner::next);
    }
}
