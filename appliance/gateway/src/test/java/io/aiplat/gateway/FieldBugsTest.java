package io.aiplat.gateway;

import static io.aiplat.gateway.FrontOf.ANSWER;
import static io.aiplat.gateway.FrontOf.CHAT;
import static io.aiplat.gateway.FrontOf.DONE;
import static io.aiplat.gateway.FrontOf.PIECE;
import static io.aiplat.gateway.FrontOf.STOP;
import static io.aiplat.gateway.FrontOf.STREAM;
import static io.aiplat.gateway.FrontOf.USAGE;
import static io.aiplat.gateway.FrontOf.error;
import static io.aiplat.gateway.FrontOf.header;
import static io.aiplat.gateway.FrontOf.readUntil;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.gateway.FrontOf.Rules;
import io.aiplat.gateway.Misbehaving.Reply;
import io.aiplat.gateway.Misbehaving.Reply.End;
import io.aiplat.governance.spend.SpendRow;
import io.aiplat.routing.Fallbacks;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Faults that other gateways were found to have with the answers of upstreams, and that this one must not have. Each
/// test names the row of the study's list and the report it goes back to.
@Timeout(20)
class FieldBugsTest {
    private FrontOf front = new FrontOf();

    FieldBugsTest() throws IOException {}

    @AfterEach
    void close() {
        front.close();
    }

    private void restart(Rules rules) throws IOException {
        front.close();
        front = new FrontOf(rules);
    }

    /// Row 3, Portkey #1797: an answer that stops in the middle was passed on as a whole one.
    @Test
    void aStreamThatIsCutEndsInAnErrorAndWithoutDone() throws InterruptedException {
        HttpResponse<String> response =
                front.chat(STREAM, Reply.events(PIECE, PIECE).cut());

        assertTrue(response.body().startsWith("data: " + PIECE), response.body());
        assertTrue(response.body().contains("\"code\":\"upstream_cut\""), response.body());
        assertFalse(response.body().contains(DONE), response.body());
        assertEquals(1, front.spent(1).estimated());
    }

    /// Row 3, Ollama's `/v1`: the connection ends properly, but nobody said that the answer does.
    @Test
    void aStreamWithoutItsEndIsNotWhole() {
        HttpResponse<String> response = front.chat(STREAM, Reply.events(PIECE));

        assertTrue(response.body().contains("\"code\":\"upstream_cut\""), response.body());
        assertFalse(response.body().contains(DONE), response.body());
    }

    /// Row 3: an answer in one piece that is shorter than it said is asked for again.
    @Test
    void anAnswerInOnePieceThatIsCutIsAskedForAgain() {
        front.upstream.reply(Reply.raw("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"choices\":["));
        HttpResponse<String> response = front.chat("", Reply.json(ANSWER));

        assertEquals(200, response.statusCode());
        assertEquals(ANSWER, response.body());
    }

    /// Row 3: an error within a stream is the end of it, in the upstream's words.
    @Test
    void anErrorWithinAStreamIsItsEnd() {
        String wrong = "{\"error\":{\"message\":\"out of memory\",\"code\":500}}";
        HttpResponse<String> response = front.chat(STREAM, Reply.events(PIECE, wrong, DONE));

        assertTrue(response.body().contains("data: " + wrong + "\n\n"), response.body());
        assertFalse(response.body().contains(DONE), response.body());
    }

    /// Row 4, Bifrost #5874 and openai-python #2722: a heartbeat with an empty line behind it broke clients. Nothing
    /// is added to a stream, and what an upstream adds is left out.
    /// Row 5, Portkey #1035: a ping of the upstream broke the gateway.
    @ParameterizedTest
    @ValueSource(
            strings = {": ping\n\n", ":\n\n", "\n\n", "event: ping\n\n", "retry: 10\n\n", ": a\r\n\r\n", "id: 7\n\n"})
    void commentsOfAnUpstreamReachNobodyAndHarmNobody(String comment) {
        HttpResponse<String> response = front.chat(
                STREAM,
                Reply.chunks(
                        comment,
                        "data: " + PIECE + "\n\n",
                        comment + comment,
                        "data: " + STOP + "\n\ndata: [DONE]\n\n" + comment));

        assertEquals("data: " + PIECE + "\n\ndata: " + STOP + "\n\ndata: [DONE]\n\n", response.body());
    }

    /// Row 5: an upstream that only said that it is busy has said nothing yet, so another may be asked.
    @Test
    void anUpstreamThatFailsAfterAPingIsReplaced() {
        front.upstream.reply(Reply.chunks(": ping\n\n").cut());
        HttpResponse<String> response = front.chat(STREAM, Reply.events(PIECE, STOP, DONE));

        assertEquals(200, response.statusCode());
        assertTrue(response.body().endsWith("data: [DONE]\n\n"), response.body());
    }

    /// Row 6, Kong #12680 and #14425, Envoy #805: streams were collected and sent at the end. The upstream says the
    /// next word only when the client has the one before.
    @Test
    void everyPieceArrivesBeforeTheNextIsSent() throws IOException {
        Semaphore next = new Semaphore(1);
        List<String> said = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            said.add(PIECE.replace("\"a\"", "\"word" + i + "\""));
        }
        said.add(STOP);
        said.add(DONE);
        front.upstream.reply(Reply.events(said.toArray(String[]::new)).paced(next));
        next.release();

        try (InputStream in = front.gateway.open(CHAT, FrontOf.body(STREAM)).body()) {
            for (String one : said) {
                assertEquals("data: " + one + "\n\n", readUntil(in, "\n\n"));
                next.release();
            }
            next.release();
            assertEquals(-1, in.read());
        }
    }

    /// Row 8, LiteLLM #35290, #8349, #5632: what a stream used was estimated although the upstream would have said it.
    /// LiteLLM #38504: a client that said it wants no count got one.
    @ParameterizedTest
    @ValueSource(strings = {"", ",\"stream_options\":{\"include_usage\":false}", ",\"stream_options\":null"})
    void aStreamIsCountedByTheUpstreamAndOnlyShownToWhoAsked(String options) throws InterruptedException {
        HttpResponse<String> response = front.chat(STREAM + options, Reply.events(PIECE, STOP, USAGE, DONE));

        assertTrue(front.upstream.asked().getFirst().body().contains("\"include_usage\":true"));
        assertFalse(response.body().contains("usage"), response.body());
        assertCounted(3, 5, front.spent(1));
    }

    /// Row 8: who asked for the count has it, byte for byte.
    @Test
    void whoAsksForTheCountOfAStreamHasIt() throws InterruptedException {
        HttpResponse<String> response = front.chat(
                STREAM + ",\"stream_options\":{\"include_usage\":true}", Reply.events(PIECE, STOP, USAGE, DONE));

        assertTrue(response.body().contains("data: " + USAGE + "\n\n"), response.body());
        assertCounted(3, 5, front.spent(1));
    }

    /// Row 8: some servers count in every piece, and the last count is the right one.
    @Test
    void aCountThatGrowsWithThePiecesIsTakenFromTheLast() throws InterruptedException {
        String counting = PIECE.replace("]}", "],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":N}}");
        HttpResponse<String> response =
                front.chat(STREAM, Reply.events(counting.replace("N", "1"), counting.replace("N", "2"), STOP, DONE));

        assertTrue(response.body().contains("\"content\""), response.body());
        assertCounted(3, 2, front.spent(1));
    }

    /// Row 8: where nobody counts, the books say that they guess.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatNobodyCountedIsMarkedAsEstimated(boolean stream) throws InterruptedException {
        if (stream) {
            front.chat(STREAM, Reply.events(PIECE, PIECE, PIECE, STOP, DONE));
        } else {
            front.chat("", Reply.json("{\"choices\":[{\"message\":{\"content\":\"three words here\"}}]}"));
        }

        SpendRow row = front.spent(1);
        assertEquals(1, row.estimated());
        assertTrue(row.output() >= 3, row.toString());
    }

    private static void assertCounted(long input, long output, SpendRow row) {
        assertEquals(List.of(input, output, 0L), List.of(row.input(), row.output(), row.estimated()), row.toString());
    }

    /// Row 12, LiteLLM #25624: gzip that nobody asked for was passed on without its name.
    @ParameterizedTest
    @ValueSource(strings = {"", STREAM})
    void anAnswerInACodingThatNobodyAskedForIsNoAnswer(String more) {
        String type = more.isEmpty() ? "application/json" : "text/event-stream";
        front.upstream.always(Reply.raw("HTTP/1.1 200 OK\r\nContent-Type: " + type
                + "\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\n\u001f\n\ndx"));
        HttpResponse<String> response = front.chat(more);

        assertEquals(502, response.statusCode());
        assertTrue(error(response).path("message").asText().contains("gzip"), response.body());
        assertEquals("identity", front.upstream.asked().getFirst().header("accept-encoding"));
    }

    /// Row 12: characters and line ends are cut anywhere by the network, and stay what they are.
    @Test
    void aStreamCutIntoSingleBytesIsTheSameStream() {
        String all = "data: " + PIECE.replace("\"a\"", "\"grüße 🦙\"") + "\r\n\r\ndata: " + STOP
                + "\r\n\r\ndata: [DONE]\r\n\r\n";
        List<byte[]> bytes = new ArrayList<>();
        for (byte one : all.getBytes(StandardCharsets.UTF_8)) {
            bytes.add(new byte[] {one});
        }

        assertEquals(all, front.chat(STREAM, Reply.chunks(bytes)).body());
    }

    /// Row 13, Portkey #267: an error came with the status of success.
    @ParameterizedTest
    @ValueSource(strings = {"", STREAM})
    void anErrorIsAnErrorWhateverItsStatus(String more) {
        front.upstream.always(Reply.json("{\"error\":{\"message\":\"the model crashed\"}}"));
        HttpResponse<String> response = front.chat(more);

        assertEquals(502, response.statusCode(), response.body());
        assertTrue(error(response).path("message").asText().contains("the model crashed"), response.body());
        assertEquals("false", header(response, "x-should-retry"));
    }

    /// Row 13: faults of the transport have the status of a gateway.
    @Test
    void whatIsNoAnswerIsABadGateway() {
        assertEquals(502, repeated(Reply.raw("")).statusCode());
        assertEquals(502, repeated(Reply.raw("SSH-2.0-OpenSSH\r\n\r\n")).statusCode());
        assertEquals(502, repeated(Reply.json("{\"choices\":")).statusCode());
        front.upstream.close();
        assertEquals(502, front.chat("").statusCode());
    }

    private HttpResponse<String> repeated(Reply reply) {
        front.upstream.always(reply);
        return front.chat("");
    }

    /// Interim answers announce the one that counts.
    @Test
    void announcementsBeforeAnAnswerAreNoAnswer() {
        HttpResponse<String> response = front.chat(
                "",
                Reply.raw("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"
                        + "HTTP/1.1 200 OK\r\nContent-Length: " + ANSWER.length() + "\r\n\r\n" + ANSWER));

        assertEquals(200, response.statusCode());
        assertEquals(ANSWER, response.body());
    }

    /// A kept connection that the upstream closed is no failure of the next request.
    @Test
    void aConnectionThatTheUpstreamClosedIsReplaced() throws IOException {
        restart(new Rules(FrontOf.PATIENT, 0, Fallbacks.NONE, Rules.USUAL.deployment()));
        for (int i = 0; i < 5; i++) {
            assertEquals(
                    200, front.chat("", Reply.json(ANSWER).then(End.CLOSED)).statusCode());
        }
        assertEquals(5, front.upstream.asked().size());
    }

    /// Row 14: Retry-After of an upstream is obeyed for everybody, and told to the client.
    @Test
    void anUpstreamThatAsksForAPauseIsLeftAlone() throws InterruptedException {
        HttpResponse<String> first = front.chat("", Reply.status(429, "{}", "Retry-After: 77"));
        HttpResponse<String> next = front.chat("");

        assertEquals(429, first.statusCode());
        assertEquals("77", header(first, "retry-after"));
        assertEquals(503, next.statusCode());
        int left = Integer.parseInt(header(next, "retry-after"));
        assertTrue(left > 60 && left <= 77, () -> "left: " + left);
        assertEquals(1, front.upstream.asked().size());
        front.awaitNoCalls();
    }

    /// A model that stands in answers as if it were asked.
    @Test
    void anotherModelStandsInForOneThatFails() throws IOException {
        restart(Rules.USUAL.orElse(new Fallbacks(List.of("other"), List.of(), List.of())));
        front.upstream.always(Reply.status(500, "{}"));
        front.second.always(Reply.json(ANSWER));

        assertEquals(ANSWER, front.chat("").body());
    }

    /// What is too long for one model goes to one with a longer context, and what its provider refuses to another
    /// provider; both without a second try.
    @Test
    void anotherModelStandsInForWhatOneRefuses() throws IOException {
        restart(Rules.USUAL.orElse(new Fallbacks(List.of(), List.of("other"), List.of("other"))));
        front.second.always(Reply.json(ANSWER));

        assertEquals(
                200,
                front.chat("", Reply.status(400, "{\"error\":{\"code\":\"context_length_exceeded\"}}"))
                        .statusCode());
        assertEquals(
                200,
                front.chat("", Reply.status(400, "{\"error\":{\"code\":\"content_policy_violation\"}}"))
                        .statusCode());
        assertEquals(2, front.upstream.asked().size());
        assertEquals(502, front.chat("", Reply.status(500, "{}")).statusCode(), "nobody stands in for that");
    }
}
