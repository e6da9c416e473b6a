package io.aiplat.wire.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.wire.ScriptedDuplex;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResponseWriterTest {
    private final ScriptedDuplex client = new ScriptedDuplex();
    private final ResponseWriter writer = new ResponseWriter(client);

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private void answering(String request) throws IOException {
        writer.to(new RequestReader(new ScriptedDuplex(request), HeadLimits.STANDARD).next());
    }

    private void answeringUsual() throws IOException {
        answering("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    }

    private void part(String text) throws IOException {
        writer.write(bytes("<" + text + ">"), 1, text.length());
    }

    @Test
    void answersInOneWrite() throws IOException {
        answeringUsual();
        writer.whole(200, new Headers().add("X", "1").add("content-length", "99"), bytes("ab"), bytes("c"));
        assertEquals(List.of("HTTP/1.1 200 OK\r\nX: 1\r\nContent-Length: 3\r\n\r\nabc"), client.writes());
        assertTrue(writer.reusable());
    }

    @Test
    void copiesNoLargeBody() throws IOException {
        answeringUsual();
        writer.whole(200, new Headers(), bytes("a".repeat(100_000)));
        assertEquals(
                List.of(43, 100_000),
                client.writes().stream().map(String::length).toList());
    }

    @Test
    void sendsTheHeadWithTheFirstPartAndTheEndWithTheLast() throws IOException {
        answeringUsual();
        writer.begin(200, new Headers());
        assertEquals(List.of(), client.writes());
        part("first");
        assertFalse(writer.reusable());
        part("0123456789abcdef");
        writer.end(bytes("last"), 0, 4);
        assertEquals(
                List.of(
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n",
                        "10\r\n0123456789abcdef\r\n",
                        "4\r\nlast\r\n0\r\n\r\n"),
                client.writes());
        assertTrue(writer.reusable());
    }

    @Test
    void writesNoChunkThatWouldBeTheEnd() throws IOException {
        answeringUsual();
        writer.begin(200, new Headers());
        writer.flushHead();
        writer.write(new byte[0], 0, 0);
        assertEquals(1, client.writes().size());
        writer.end();
        assertEquals("0\r\n\r\n", client.writes().getLast());
    }

    @Test
    void cutsLargePartsIntoChunksThatCanBeReadAgain() throws IOException {
        answeringUsual();
        String large = "0123456789".repeat(10_000);
        writer.begin(200, new Headers());
        part(large);
        writer.end(bytes(large), 0, large.length());
        String written = client.written();
        InputBuffer intake = new InputBuffer(new ScriptedDuplex(written.substring(written.indexOf("\r\n\r\n") + 4)));
        ChunkedBody body = new ChunkedBody(intake);
        StringBuilder read = new StringBuilder();
        byte[] piece = new byte[999];
        for (int count = body.read(piece, 0, 999); count >= 0; count = body.read(piece, 0, 999)) {
            read.append(new String(piece, 0, count, StandardCharsets.ISO_8859_1));
        }
        assertEquals(large + large, read.toString());
    }

    @Test
    void givesOldClientsABodyThatEndsWithTheConnection() throws IOException {
        answering("GET / HTTP/1.0\r\n\r\n");
        writer.begin(200, new Headers());
        part("abc");
        writer.end();
        assertEquals("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nabc", client.written());
        assertFalse(writer.reusable());
    }

    @Test
    void sendsNoBodyWhereNoneMayBe() throws IOException {
        answering("HEAD / HTTP/1.1\r\nHost: h\r\n\r\n");
        writer.whole(200, new Headers(), bytes("abc"));
        assertEquals("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n", client.written());
        answeringUsual();
        writer.whole(204, new Headers());
        assertEquals("HTTP/1.1 204 No Content\r\n\r\n", client.writes().getLast());
    }

    @Test
    void closesAfterWhatCouldNotBeRead() throws IOException {
        writer.to(null);
        writer.whole(400, new Headers());
        assertEquals("HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", client.written());
        assertFalse(writer.reusable());
    }

    @Test
    void closesWhenToldThatItIsTheLast() throws IOException {
        answeringUsual();
        writer.last();
        writer.whole(200, new Headers());
        assertTrue(client.written().contains("Connection: close\r\n"));
        assertFalse(writer.reusable());
    }

    @Test
    void beginsNoAnswerWithinAnother() throws IOException {
        answeringUsual();
        writer.begin(200, new Headers());
        assertThrows(IllegalStateException.class, () -> writer.whole(500, new Headers(), new byte[0]));
        writer.abort();
        assertTrue(client.closed());
        assertEquals("", client.written());
    }
}
