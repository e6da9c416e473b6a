package io.aiplat.wire.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.wire.ScriptedDuplex;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestReaderTest {
    private static final String POST =
            "POST /v1/chat?x=1&y HTTP/1.1\r\nHost: here:80\r\nContent-Length: 5\r\n\r\nhello";

    private static RequestReader reading(String... pieces) {
        return new RequestReader(new ScriptedDuplex(pieces), HeadLimits.STANDARD);
    }

    private static RequestHead head(RequestReader reader) throws IOException {
        RequestHead head = reader.next();
        assertNotNull(head);
        return head;
    }

    private static String body(RequestReader reader) throws IOException {
        try (RequestBody body = reader.body(1000, new CountedBudget())) {
            return new String(body.bytes(), 0, body.length(), StandardCharsets.ISO_8859_1);
        }
    }

    private static MalformedRequest refused(String request) {
        return assertThrows(MalformedRequest.class, () -> {
            RequestReader reader = reading(request);
            reader.next();
            reader.body(1000, new CountedBudget());
        });
    }

    @Test
    void readsWhatAClientAsksFor() throws IOException {
        RequestReader reader = reading(POST);
        RequestHead head = head(reader);
        assertEquals("POST", head.method());
        assertEquals("/v1/chat", head.path());
        assertEquals("x=1&y", head.query());
        assertEquals("here:80", head.headers().first("HOST"));
        assertEquals(new BodyFraming.Length(5), head.framing());
        assertTrue(head.keepAlive());
        assertEquals("hello", body(reader));
        assertNull(reader.next());
    }

    @Test
    void readsTheSameHoweverTheBytesArrive() throws IOException {
        String chunked = "POST /c HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: Chunked\r\n\r\n"
                + "3 ; ext=\"1;\\\"\";b=c ;d\r\nabc\r\n00B  \r\n01234567890\r\n0\r\nTrailer: x\r\n\r\n";
        String all = POST + chunked + "\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n" + POST;
        for (int size = 1; size <= all.length(); size++) {
            RequestReader reader = new RequestReader(ScriptedDuplex.inPieces(all, size), HeadLimits.STANDARD);
            assertEquals("/v1/chat", head(reader).path());
            assertEquals("hello", body(reader));
            assertInstanceOf(BodyFraming.Chunked.class, head(reader).framing());
            assertEquals("abc01234567890", body(reader));
            assertEquals("GET", head(reader).method());
            assertEquals("", body(reader));
            head(reader);
            assertEquals("hello", body(reader));
            assertNull(reader.next());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400, 'GET / HTTP/1.1\nHost: h\n\n'",
        "400, 'GET / HTTP/1.1\r\nHost: h\r\n\n'",
        "400, 'GET / HTTP/1.1\r\nHost: h\nX: y\r\n\r\n'",
        "400, 'GET / HTTP/1.1\r\nHost: h\rX: y\r\n\r\n'",
        "400, 'GET / HTTP/1.1\r\nHost : h\r\n\r\n'",
        "400, 'GET / HTTP/1.1\r\nHost: h\r\n folded\r\n\r\n'",
        "400, 'GET / HTTP/1.1\r\n Host: h\r\n\r\n'",
        "400, 'GET / HTTP/1.1\r\nHost: h\r\nX: a\u0000b\r\n\r\n'",
        "400, 'GET / HTTP/1.1\r\nHost: h\r\n: v\r\n\r\n'",
        "400, 'GET / HTTP/1.1\r\nHost: h\r\nnothing\r\n\r\n'",
        "400, 'GET / HTTP/1.1\r\n\r\n'",
        "400, 'GET / HTTP/1.1\r\nHost: a\r\nhost: a\r\n\r\n'",
        "400, 'GET / HTTP/1.1\r\nHost: a,b\r\n\r\n'",
        "400, 'GET  / HTTP/1.1\r\nHost: h\r\n\r\n'",
        "400, 'GET / HTTP/1.1 \r\nHost: h\r\n\r\n'",
        "400, 'GET /a#b HTTP/1.1\r\nHost: h\r\n\r\n'",
        "400, 'GET / HTTP/1.\r\n\r\n'",
        "400, 'GET /\r\n\r\n'",
        "400, 'GET nowhere HTTP/1.1\r\nHost: h\r\n\r\n'",
        "505, 'GET / HTTP/2.0\r\nHost: h\r\n\r\n'",
        "417, 'GET / HTTP/1.1\r\nHost: h\r\nExpect: more\r\n\r\n'"
    })
    void refusesWhatIsNoRequest(int status, String request) {
        assertEquals(status, refused(request).status(), request);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | Content-Length: 3#Transfer-Encoding: chunked",
                "400 | Transfer-Encoding: chunked#Content-Length: 3",
                "400 | Content-Length: 3#Content-Length: 4",
                "400 | Content-Length: 3, 4",
                "400 | Content-Length: -3",
                "400 | Content-Length: +3",
                "400 | Content-Length: 0x3",
                "400 | Content-Length:",
                "400 | Transfer-Encoding: chunked, chunked",
                "400 | Transfer-Encoding: chunked, gzip",
                "400 | Transfer-Encoding:",
                "501 | Transfer-Encoding: gzip",
                "501 | Transfer-Encoding: gzip, chunked",
                "501 | Transfer-Encoding: xchunked",
                "413 | Content-Length: 1001",
                "413 | Content-Length: 99999999999999999999999"
            })
    void refusesFramingThatTwoServersCouldReadDifferently(int status, String fields) {
        String request = "POST / HTTP/1.1\r\nHost: h\r\n" + fields.replace("#", "\r\n") + "\r\n\r\nabcd";
        assertEquals(status, refused(request).status(), fields);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x\r\n",
                "-1\r\n",
                "\r\n",
                "3\nabc\r\n0\r\n\r\n",
                "3\r\nabcd\r\n0\r\n\r\n",
                "3\r\nabc0\r\n\r\n",
                "1000000000000000\r\n",
                "3 x\n",
                "3 junk\r\nabc\r\n0\r\n\r\n",
                "3 3\r\nabc\r\n0\r\n\r\n",
                "3;\r\nabc\r\n0\r\n\r\n",
                "3; \r\nabc\r\n0\r\n\r\n",
                "3;=a\r\nabc\r\n0\r\n\r\n",
                "3;a;\r\nabc\r\n0\r\n\r\n",
                "3;a=\"b\r\nabc\r\n0\r\n\r\n",
                "3\u000b\r\nabc\r\n0\r\n\r\n",
                "0\r\nbad\ntrailer\r\n\r\n",
                "0x3\r\nabc\r\n0\r\n\r\n"
            })
    void refusesWhatIsNoChunk(String chunks) {
        assertEquals(
                400,
                refused("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks)
                        .status());
    }

    @Test
    void acceptsTheSameLengthTwice() throws IOException {
        RequestReader reader =
                reading("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nhi");
        head(reader);
        assertEquals("hi", body(reader));
    }

    @Test
    void refusesWhatIsTooLong() {
        assertEquals(
                414,
                refused("GET /" + "a".repeat(9000) + " HTTP/1.1\r\nHost: h\r\n\r\n")
                        .status());
        assertEquals(414, refused("G".repeat(40_000)).status());
        String large = "GET / HTTP/1.1\r\nHost: h\r\nX: " + "a".repeat(33_000) + "\r\n\r\n";
        assertEquals(431, refused(large).status());
        assertEquals(
                431,
                refused("GET / HTTP/1.1\r\nHost: h\r\n" + "A: b\r\n".repeat(100) + "\r\n")
                        .status());
    }

    @Test
    void refusesChunksBeyondTheMaximum() {
        String request = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3E9\r\n" + "a".repeat(1001);
        assertEquals(413, refused(request + "\r\n0\r\n\r\n").status());
    }

    @Test
    void takesChunksUpToTheMaximum() throws IOException {
        RequestReader reader = reading("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3E8\r\n"
                + "a".repeat(1000) + "\r\n0\r\n\r\n");
        head(reader);
        assertEquals("a".repeat(1000), body(reader));
    }

    @Test
    void readsAWholeUriAsItsPath() throws IOException {
        assertEquals(
                "/a",
                head(reading("GET http://x/a?b HTTP/1.1\r\nHost: x\r\n\r\n")).path());
        assertEquals(
                "/", head(reading("GET http://x HTTP/1.1\r\nHost: x\r\n\r\n")).path());
        assertEquals("*", head(reading("OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n")).path());
    }

    @Test
    void keepsNoConnectionOfOldClients() throws IOException {
        RequestHead head = head(reading("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"));
        assertTrue(head.http10());
        assertFalse(head.keepAlive());
        assertEquals(
                400,
                refused("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n").status());
    }

    @Test
    void closesWhenTheClientSaysSo() throws IOException {
        assertFalse(head(reading("GET / HTTP/1.1\r\nHost: h\r\nConnection: x, Close\r\n\r\n"))
                .keepAlive());
    }

    @Test
    void asksForABodyThatWaitsToBeAskedFor() throws IOException {
        String head = "POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n";
        ScriptedDuplex duplex = new ScriptedDuplex(head, "hi");
        RequestReader reader = new RequestReader(duplex, HeadLimits.STANDARD);
        assertTrue(head(reader).expectsContinue());
        assertEquals(List.of(), duplex.writes());
        assertEquals("hi", body(reader));
        assertEquals(List.of("HTTP/1.1 100 Continue\r\n\r\n"), duplex.writes());
    }

    @Test
    void asksForNoBodyItWouldRefuse() throws IOException {
        String head = "POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 2000\r\n\r\n";
        ScriptedDuplex duplex = new ScriptedDuplex(head);
        RequestReader reader = new RequestReader(duplex, HeadLimits.STANDARD);
        head(reader);
        assertThrows(MalformedRequest.class, () -> reader.body(1000, new CountedBudget()));
        assertEquals(List.of(), duplex.writes());
        assertFalse(reader.reusable());
        assertThrows(IllegalStateException.class, reader::next);
    }

    @Test
    void tellsALeavingClientFromACutRequest() throws IOException {
        assertNull(reading().next());
        assertThrows(EOFException.class, () -> reading("GET / HT").next());
        RequestReader cut = reading(POST.substring(0, POST.length() - 1));
        head(cut);
        assertThrows(EOFException.class, () -> body(cut));
    }
}
