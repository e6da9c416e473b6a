package io.aiplat.supply.ollama;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.supply.ollama.OllamaResponseLines.Farewell;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Flow.Subscription;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OllamaResponseLinesTest {
    private static final Farewell UNHURRIED = new Farewell(Duration.ofMillis(50), Duration.ofMinutes(10));

    private final Connection connection = new Connection();

    /// Gives a piece whenever one is asked for, as long as it has some.
    private static final class Connection implements Subscription {
        final Queue<String> pieces = new ArrayDeque<>();
        boolean endless;
        boolean closed;
        private OllamaResponseLines to;

        OllamaResponseLines read(Farewell farewell, String... first) {
            pieces.addAll(List.of(first));
            to = new OllamaResponseLines(farewell);
            to.onSubscribe(this);
            return to;
        }

        @Override
        public void request(long count) {
            String piece = endless ? "more\n" : pieces.poll();
            if (piece != null) {
                byte[] bytes = piece.getBytes(StandardCharsets.UTF_8);
                int half = bytes.length / 2;
                to.onNext(List.of(ByteBuffer.wrap(bytes, 0, half), ByteBuffer.wrap(bytes, half, bytes.length - half)));
            }
        }

        @Override
        public void cancel() {
            closed = true;
        }
    }

    @AfterEach
    void forgetTheInterrupt() {
        Thread.interrupted();
    }

    private static String next(OllamaResponseLines lines) throws IOException, InterruptedException {
        byte[] line = lines.next();
        return line == null ? null : new String(line, StandardCharsets.UTF_8);
    }

    @Test
    void findsLinesWhereverThePiecesAreCut() throws Exception {
        OllamaResponseLines lines = connection.read(UNHURRIED, "{\"a\":", "\"ä\"}\n\n{\"b\"", ":1}\nre", "st");
        assertEquals("{\"a\":\"ä\"}", next(lines));
        assertEquals("", next(lines));
        assertEquals("{\"b\":1}", next(lines));
        lines.onComplete();
        assertEquals("rest", next(lines));
        assertNull(next(lines));
    }

    @Test
    void anAnswerThatBreaksOffIsNotOneThatEnds() throws Exception {
        OllamaResponseLines lines = connection.read(UNHURRIED, "one\n");
        assertEquals("one", next(lines));
        lines.onError(new IOException("reset"));
        assertThrows(IOException.class, lines::next);
    }

    @Test
    void anInterruptedReaderReadsOnToALullBeforeItCloses() throws Exception {
        OllamaResponseLines lines = connection.read(UNHURRIED, "1\n", "2\n", "3\n", "4\n", "5\n");
        assertEquals("1", next(lines));
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> {
            while (true) {
                lines.next();
            }
        });
        Thread.currentThread().interrupt();
        assertFalse(connection.closed, "an interrupt alone closes nothing");

        lines.awaitLull();
        assertEquals(List.of(), List.copyOf(connection.pieces), "nothing is on its way any more");
        assertTrue(Thread.interrupted(), "whoever interrupted is still heard");
        lines.close();
        assertTrue(connection.closed);
    }

    @Test
    void aStreamWithoutALullIsLeftAllTheSame() throws Exception {
        connection.endless = true;
        OllamaResponseLines lines = connection.read(new Farewell(Duration.ofMinutes(10), Duration.ofMillis(20)));
        assertEquals("more", next(lines));
        lines.awaitLull();
        lines.close();
        assertTrue(connection.closed);
    }

    @Test
    void anAnswerThatHasEndedIsNotWaitedFor() throws Exception {
        OllamaResponseLines lines =
                connection.read(new Farewell(Duration.ofMinutes(10), Duration.ofMinutes(10)), "1\n", "2\n");
        assertEquals("1", next(lines));
        lines.onComplete();
        lines.awaitLull();
        assertTrue(connection.pieces.isEmpty());
    }
}
