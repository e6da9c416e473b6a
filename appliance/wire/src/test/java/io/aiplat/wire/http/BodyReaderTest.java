package io.aiplat.wire.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aiplat.wire.ScriptedDuplex;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class BodyReaderTest {
    private static final int MIB = 1024 * 1024;

    private final CountedBudget budget = new CountedBudget();

    private BodyReader reading(String... pieces) {
        return new BodyReader(new InputBuffer(new ScriptedDuplex(pieces)), 8 * MIB, budget);
    }

    @Test
    void takesTheMemoryOfAnOrdinaryBodyAtOnce() throws IOException {
        RequestBody body = reading("a".repeat(1000), "b".repeat(500)).ofLength(1500);
        assertEquals(List.of(1500L), budget.acquired);
        body.close();
        body.close();
        assertEquals(0, budget.held);
    }

    @Test
    void believesNoLengthThatIsOnlyAnnounced() {
        assertThrows(EOFException.class, () -> reading("a".repeat(1000)).ofLength(8 * MIB));
        assertEquals(List.of(256 * 1024L), budget.acquired);
        assertEquals(0, budget.held);
    }

    @Test
    void growsWithWhatComes() throws IOException {
        try (RequestBody body = reading("a".repeat(MIB), "b".repeat(MIB)).ofLength(2 * MIB)) {
            assertEquals(2 * MIB, body.length());
            assertEquals('b', body.bytes()[2 * MIB - 1]);
            assertEquals(2 * MIB, budget.held);
        }
        assertEquals(0, budget.held);
    }

    @Test
    void givesBackWhatItHeldWhenThereIsNoMore() {
        budget.most = MIB;
        MalformedRequest refused = assertThrows(
                MalformedRequest.class, () -> reading("a".repeat(2 * MIB)).ofLength(2 * MIB));
        assertEquals(503, refused.status());
        assertEquals(0, budget.held);
    }

    @Test
    void countsChunksAsTheyCome() throws IOException {
        try (RequestBody body =
                reading("4000\r\n", "a".repeat(0x4000), "\r\n0\r\n\r\n").ofChunks()) {
            assertEquals(0x4000, body.length());
            assertEquals(List.of(8 * 1024L, 16 * 1024L), budget.acquired);
        }
        assertEquals(0, budget.held);
    }

    @Test
    void givesBackWhatItHeldWhenChunksAreCut() {
        assertThrows(EOFException.class, () -> reading("4000\r\nabc").ofChunks());
        assertEquals(0, budget.held);
    }
}
