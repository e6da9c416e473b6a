package io.aiplat.gateway;

import static io.aiplat.gateway.FrontOf.ANSWER;
import static io.aiplat.gateway.FrontOf.DONE;
import static io.aiplat.gateway.FrontOf.PIECE;
import static io.aiplat.gateway.FrontOf.STOP;
import static io.aiplat.gateway.FrontOf.STREAM;
import static io.aiplat.gateway.FrontOf.error;
import static io.aiplat.gateway.FrontOf.header;
import static io.aiplat.gateway.FrontOf.readUntil;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.gateway.FrontOf.Rules;
import io.aiplat.gateway.Misbehaving.Reply;
import io.aiplat.gateway.connection.ConnectionLimits;
import io.aiplat.routing.TimeLimits;
import io.aiplat.testkit.Eventually;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the gateway does with clients that are too slow, too large or too many, and with its own end. Each test
/// names the row of the study's list and the report it goes back to.
@Timeout(30)
class FieldBugsLoadTest {
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final ConnectionLimits PATIENT = new ConnectionLimits(LONG, LONG, LONG, Duration.ofSeconds(2));
    private static final int MIB = 1 << 20;

    private FrontOf front = new FrontOf();

    FieldBugsLoadTest() throws IOException {}

    @AfterEach
    void close() {
        front.close();
    }

    private void restart(Rules rules, ServerLimits limits) throws IOException {
        front.close();
        front = new FrontOf(rules, limits);
    }

    private static ServerLimits limits(ConnectionLimits connection, int bodyBytes) {
        return new ServerLimits(connection, bodyBytes, SHORT, Duration.ofMillis(500), SHORT);
    }

    /// Row 7, Envoy AI Gateway #827, #828, #494, #798, #2227: bodies of pictures were too large, or refused without
    /// a word.
    @Test
    void aRequestOf32MiBPasses() {
        front.upstream.always(Reply.json(ANSWER));
        String rest = ",\"x\":\"\"";
        String padding = "x".repeat(32 * MIB - FrontOf.body(rest).length());

        assertEquals(200, front.chat(",\"x\":\"" + padding + "\"").statusCode());
        int longer = "private".length() - "public".length();
        assertEquals(32 * MIB + longer, front.upstream.asked().getFirst().body().length());
    }

    /// Row 7: what is larger is told so, whether it says its length or not.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRequestOfMoreThan32MiBIsToldSo(boolean chunked) throws IOException {
        byte[] piece = new byte[MIB];
        try (Socket client = front.gateway.socket()) {
            OutputStream out = client.getOutputStream();
            String head = FrontOf.head(RunningGateway.KEY, 33 * MIB);
            send(out, chunked ? head.replaceAll("Content-Length: \\d+", "Transfer-Encoding: chunked") : head);
            for (int i = 0; i < 33; i++) {
                send(out, chunked ? Integer.toHexString(piece.length) + "\r\n" : "");
                out.write(piece);
                send(out, chunked ? "\r\n" : "");
            }

            String answer = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(answer.startsWith("HTTP/1.1 413 ") && answer.contains("32 MiB"), answer);
        }
    }

    private static void send(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /// Row 11, LiteLLM #12685, #15128, Bifrost's 15 GB: bodies of all requests together have a bound. Who does not
    /// fit waits, and is sent away where that does not help.
    @Test
    void requestsThatDoNotFitIntoMemoryTogetherWait() throws Exception {
        restart(Rules.USUAL, limits(PATIENT, 4 * MIB));
        front.upstream.always(Reply.json(ANSWER));
        String large = ",\"x\":\"" + "x".repeat(2_000_000) + "\"";
        byte[] body = FrontOf.body(large).getBytes(StandardCharsets.UTF_8);
        try (Socket holder = front.gateway.socket()) {
            OutputStream out = holder.getOutputStream();
            send(out, FrontOf.head(RunningGateway.KEY, body.length));
            out.write(body, 0, body.length - 1);

            HttpResponse<String> refused = front.chat(large);
            while (refused.statusCode() == 200) {
                // The other has not been read yet.
                refused = front.chat(large);
            }
            assertEquals(503, refused.statusCode());
            assertEquals("1", header(refused, "retry-after"));

            out.write(body, body.length - 1, 1);
            assertTrue(readUntil(holder.getInputStream(), "\r\n").contains(" 200 "));
        }
        assertEquals(200, front.chat(large).statusCode());
    }

    /// Row 11: a client that takes nothing is put out, and its upstream with it; until then nothing is kept for it.
    @Test
    void aClientThatTakesNothingIsPutOut() throws Exception {
        ConnectionLimits impatient = new ConnectionLimits(LONG, LONG, SHORT, SHORT);
        restart(Rules.USUAL, limits(impatient, 8 * MIB));
        String[] pieces = new String[400];
        Arrays.fill(pieces, PIECE.replace("\"a\"", "\"" + "a".repeat(100_000) + "\""));
        front.upstream.reply(Reply.events(pieces).hanging());

        try (Socket client = front.ask(STREAM)) {
            readUntil(client.getInputStream(), "data: ");
            front.upstream.awaitLeaving();
        }
        front.awaitNoCalls();
    }

    /// A head or a body that does not come holds nothing for long.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRequestThatDoesNotComeIsGivenUp(boolean head) throws IOException {
        restart(Rules.USUAL, limits(new ConnectionLimits(SHORT, SHORT, LONG, SHORT), MIB));
        try (Socket client = front.gateway.socket()) {
            send(client.getOutputStream(), head ? "POST /v1/ch" : FrontOf.head(RunningGateway.KEY, 100) + "{");

            assertEquals(-1, client.getInputStream().read());
        }
    }

    /// What two readers would understand in two ways is understood in none.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5\r\nTransfer-Encoding: chunked",
                "Content-Length: 5\r\nContent-Length: 6",
                "Transfer-Encoding: gzip, chunked",
                "Transfer-Encoding: chunked, chunked",
                "Content-Length: +5",
                "Content-Length : 5",
                "X: a\r\n folded",
                "Host: other"
            })
    void anAmbiguousRequestIsRefused(String fields) throws IOException {
        String answer = front.gateway.raw(
                "POST " + FrontOf.CHAT + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + RunningGateway.KEY
                        + "\r\n" + fields + "\r\n\r\n0\r\n\r\nGET /v1/models HTTP/1.1\r\nHost: localhost\r\n\r\n");

        assertTrue(answer.startsWith("HTTP/1.1 400 ") || answer.startsWith("HTTP/1.1 501 "), answer);
        assertEquals(1, answer.split("HTTP/1.1 ", -1).length - 1, "the bytes behind it are no request");
        assertEquals(0, front.upstream.asked().size());
    }

    /// Row 14: attempts had a time limit each, and together took many times as long.
    @Test
    void allAttemptsTogetherHaveOneDeadline() throws IOException {
        TimeLimits limits = new TimeLimits(Duration.ofMillis(500), SHORT, Duration.ofSeconds(5));
        restart(new Rules(limits, 10, Rules.USUAL.fallbacks(), Rules.USUAL.deployment()), ServerLimits.STANDARD);
        front.upstream.always(Reply.nothing());

        HttpResponse<String> response = front.chat("");

        assertEquals(504, response.statusCode());
        assertEquals("upstream_timeout", error(response).path("code").asText());
        assertEquals("false", header(response, "x-should-retry"));
        int attempts = front.upstream.asked().size();
        assertTrue(attempts >= 1 && attempts <= 3, () -> "attempts: " + attempts);
    }

    /// Row 14: once the client has a byte, nobody else is asked.
    @Test
    void anAnswerThatHasBegunIsNotAskedForAgain() {
        front.upstream.always(Reply.events(PIECE).cut());

        front.chat(STREAM);

        assertEquals(1, front.upstream.asked().size());
    }

    /// Row 16, agentgateway #248: a stream was taken for an idle connection. Idle here is what is idle for a fifth
    /// of a second, looked for every tenth.
    @Test
    void aStreamIsNotIdleHoweverLongItTakes() throws Exception {
        restart(Rules.USUAL, limits(PATIENT, MIB));
        Semaphore go = new Semaphore(2);
        front.upstream.reply(Reply.events(PIECE, STOP, DONE).paced(go));
        try (Socket client = front.ask(STREAM);
                Socket idle = front.gateway.socket()) {
            InputStream in = client.getInputStream();
            readUntil(in, PIECE);
            assertEquals(-1, idle.getInputStream().read(), "a connection without a request is closed");
            Thread.sleep(SHORT.multipliedBy(2));
            go.release(3);

            readUntil(in, "data: [DONE]\n\n");
        }
    }

    /// Row 17, Envoy AI Gateway #2327: a model that was still loading was an error. Who comes meanwhile waits, as
    /// many as may; the others are told when to come back.
    @Test
    void whoComesWhileAModelLoadsWaitsInABoundedLine() throws Exception {
        restart(Rules.USUAL.bounded(1, 1), ServerLimits.STANDARD);
        Semaphore loaded = new Semaphore(0);
        front.upstream.always(Reply.json(ANSWER).paced(loaded));
        try (Socket first = front.ask("")) {
            front.upstream.awaitAsked(1);
            try (Socket second = front.ask("")) {
                awaitMetric("aiplat_gateway_queue_depth{upstream=\"first\"} 1");
                HttpResponse<String> third = front.chat("");
                assertEquals(503, third.statusCode());
                assertEquals("1", header(third, "retry-after"));

                loaded.release(2);
                assertTrue(readUntil(first.getInputStream(), "\r\n").contains(" 200 "));
                assertTrue(readUntil(second.getInputStream(), "\r\n").contains(" 200 "));
            }
        }
    }

    /// A gateway that stops lets answers end, and cuts those that do not.
    @Test
    void aGatewayThatStopsCutsWhatDoesNotEnd() throws Exception {
        restart(Rules.USUAL, limits(PATIENT, MIB));
        front.upstream.reply(Reply.events(PIECE).hanging());
        Semaphore go = new Semaphore(2);
        try (Socket hung = front.ask(STREAM)) {
            readUntil(hung.getInputStream(), PIECE);
            front.upstream.reply(Reply.events(PIECE, STOP, DONE).paced(go));
            try (Socket ending = front.ask(STREAM)) {
                readUntil(ending.getInputStream(), PIECE);

                Thread stop = Thread.ofVirtual().start(front.gateway.server::close);
                awaitRefusal();
                go.release(3);
                readUntil(ending.getInputStream(), "data: [DONE]\n\n");
                stop.join();
            }
            String rest = new String(hung.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertFalse(rest.contains(DONE) || rest.endsWith("0\r\n\r\n"), rest);
        }
        front.upstream.awaitLeaving();
    }

    private void awaitMetric(String line) throws InterruptedException {
        Eventually.seen(
                "the metrics have " + line,
                () -> front.gateway.get("/metrics").body(),
                metrics -> metrics.contains("\n" + line));
    }

    private void awaitRefusal() throws Exception {
        Eventually.passes(
                "nothing listens any more",
                Eventually.SOON,
                () -> assertThrows(
                        ConnectException.class, () -> front.gateway.socket().close()));
    }
}
