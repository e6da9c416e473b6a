package io.aiplat.gateway;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.aiplat.gateway.Misbehaving.Reply;
import io.aiplat.gateway.inprocess.InProcessCall;
import io.aiplat.gateway.inprocess.InProcessResponse;
import io.aiplat.gateway.inprocess.ModelClient;
import io.aiplat.governance.key.KeySettings;
import io.aiplat.governance.key.Role;
import io.aiplat.governance.limit.BudgetLeft;
import io.aiplat.governance.limit.Limits;
import io.aiplat.governance.spend.SpendBy;
import io.aiplat.governance.spend.SpendRow;
import io.aiplat.model.Secret;
import io.aiplat.model.spend.Budget;
import io.aiplat.model.spend.Window;
import io.aiplat.telemetry.SemanticConvention;
import io.aiplat.telemetry.TelemetrySettings;
import io.aiplat.testkit.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A call inside the process is the same call: each test makes it over HTTP at one gateway and inside another that is
/// the same, and compares what the caller has, the line of the log, the books and what is left of the budget.
@Timeout(60)
class InProcessCallTest {
    private static final String TOKEN = "sk-agent";
    private static final String YAML = """
            upstreams:
              there: {provider: openai, url: "${env:UPSTREAM}"}
            guards:
              cards: {kind: block, entities: [credit_card]}
            models:
              - {name: m, deployments: [{upstream: there, model: m}], retries: 0, price: {input: 1, output: 1},
                 guards: [cards]}
            """;
    private static final Reply STREAM =
            Reply.events(FrontOf.PIECE, FrontOf.PIECE, FrontOf.STOP, FrontOf.USAGE, FrontOf.DONE);

    private final Configured over = new Configured(YAML);
    private final Configured within = new Configured(YAML);

    InProcessCallTest() throws IOException {
        for (Configured each : List.of(over, within)) {
            Limits limits = new Limits(List.of(new Budget(5_000, Window.Calendar.MONTH)), 4L, null, 2, List.of());
            each.gateway.serving.seed("agent", TOKEN, KeySettings.PLAIN.with(limits));
        }
    }

    @AfterEach
    void close() {
        over.close();
        within.close();
    }

    /// What came of a call, for its caller and in the books.
    private record Outcome(int status, List<String> answer, String logged, long left, List<SpendRow> spent) {}

    private static String body(String content, String more) {
        return "{\"model\":\"m\",\"max_tokens\":50,\"messages\":[{\"role\":\"user\",\"content\":\"" + content + "\"}]"
                + more + "}";
    }

    private Outcome over(String body, boolean events) throws InterruptedException {
        int lines = over.gateway.serving.log().size();
        HttpResponse<String> answer = over.gateway.post(FrontOf.CHAT, body, "Authorization", "Bearer " + TOKEN);
        boolean stream = events && answer.statusCode() == 200;
        return outcome(
                over, lines, answer.statusCode(), stream ? RunningGateway.events(answer) : List.of(answer.body()));
    }

    private Outcome within(String body, boolean events) throws Exception {
        int lines = within.gateway.serving.log().size();
        List<String> seen = new ArrayList<>();
        try (InProcessCall call = call(body)) {
            InProcessResponse answer = events
                    ? call.stream((name, data) -> seen.add(name == null ? data : name + " " + data))
                    : call.answer();
            if (!events || !answer.isSuccess()) {
                seen.add(new String(answer.body(), StandardCharsets.UTF_8));
            }
            return outcome(within, lines, answer.status(), seen);
        }
    }

    private ModelClient client() {
        return within.gateway.server.models();
    }

    private InProcessCall call(String body) {
        return client().call(
                        client().principal(new Secret(TOKEN)), FrontOf.CHAT, body.getBytes(StandardCharsets.UTF_8));
    }

    private static Outcome outcome(Configured at, int lines, int status, List<String> answer)
            throws InterruptedException {
        List<String> log = Eventually.seen("a line more is logged", at.gateway.serving::log, all -> all.size() > lines);
        return new Outcome(status, answer, timeless(log.getLast()), left(at), spent(at, log.size()));
    }

    /// A line of the log without what no two calls have alike.
    private static String timeless(String line) {
        return line.replaceAll("\\b(ts|time|id|trace|ttft_ms|total_ms|ttft|total)=\\S*", "")
                .replaceAll("req-[0-9a-f]+", "");
    }

    private static long left(Configured at) {
        return at.gateway.serving.governance().budgetsLeft().stream()
                .filter(each -> each.holder().name().equals("agent"))
                .mapToLong(BudgetLeft::micros)
                .sum();
    }

    /// The books are brought up to date in the background, so they are asked for until they have what is paid.
    private static List<SpendRow> spent(Configured at, int requests) throws InterruptedException {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        long paid = 5_000 - left(at);
        return Eventually.seen(
                paid + " are booked after " + requests + " requests",
                () -> at.gateway.serving.governance().administration().spend(SpendBy.KEY, today.minusDays(1), today),
                rows -> rows.stream().mapToLong(SpendRow::micros).sum() == paid);
    }

    private void always(Reply reply) {
        over.upstream.always(reply);
        within.upstream.always(reply);
    }

    private Outcome assertSame(String body, boolean events) throws Exception {
        Outcome expected = over(body, events);
        assertEquals(expected, within(body, events));
        return expected;
    }

    @Test
    void aWholeAnswerIsTheSame() throws Exception {
        always(Reply.json(FrontOf.ANSWER));

        Outcome both = assertSame(body("hi", ""), false);

        assertEquals(List.of(FrontOf.ANSWER), both.answer());
        assertEquals(5_000 - 8, both.left());
        assertEquals(over.sentOn(), within.sentOn());
    }

    @Test
    void aStreamIsTheSame() throws Exception {
        always(STREAM);

        Outcome both = assertSame(body("hi", FrontOf.STREAM), true);

        assertEquals(List.of(FrontOf.PIECE, FrontOf.PIECE, FrontOf.STOP, FrontOf.DONE), both.answer());
        assertEquals(5_000 - 8, both.left());
        assertTrue(both.logged().contains(" stream=ended "), both.logged());
    }

    /// Collected, it is what a client over HTTP reads.
    @Test
    void aStreamMayBeCollected() throws Exception {
        always(STREAM);

        assertSame(body("hi", FrontOf.STREAM), false);
    }

    @Test
    void anUpstreamThatFailsIsTheSame() throws Exception {
        always(Reply.status(500, "{\"error\":{\"message\":\"out of order\"}}"));

        assertEquals(502, assertSame(body("hi", ""), false).status());
        assertEquals(502, assertSame(body("hi", FrontOf.STREAM), true).status());
    }

    @Test
    void aStreamThatIsCutSaysSoAtItsEnd() throws Exception {
        always(Reply.events(FrontOf.PIECE).cut());

        Outcome both = assertSame(body("hi", FrontOf.STREAM), true);

        assertTrue(both.answer().getLast().contains("upstream_cut"), both.toString());
        assertTrue(both.logged().contains(" stream=cut "), both.logged());
    }

    @Test
    void whatTheBudgetDoesNotCarryIsRefused() throws Exception {
        String dear = body("hi", "").replace("50", "6000");

        Outcome both = assertSame(dear, false);

        assertEquals(429, both.status());
        assertEquals(5_000, both.left());
        assertEquals(0, within.upstream.connections());
    }

    @Test
    void aRateHoldsForBothTogether() throws Exception {
        always(Reply.json(FrontOf.ANSWER));
        for (int i = 0; i < 4; i++) {
            within(body("hi", ""), false);
        }

        HttpResponse<String> fifth =
                within.gateway.post(FrontOf.CHAT, body("hi", ""), "Authorization", "Bearer " + TOKEN);

        assertEquals(429, fifth.statusCode());
        assertEquals(429, within(body("hi", ""), false).status());
    }

    @Test
    void aGuardRefusesTheSame() throws Exception {
        Outcome both = assertSame(body("4111 1111 1111 1111", ""), false);

        assertEquals(400, both.status());
        assertEquals(0, within.upstream.connections());
    }

    @Test
    void aModelThatIsNotThereIsTheSame() throws Exception {
        assertEquals(
                404, assertSame(body("hi", "").replace("\"m\"", "\"n\""), false).status());
    }

    /// The upstream is left at once, and what it has written is paid.
    @Test
    void whoLeavesInTheMiddleOfAStreamPaysTheSame() throws Exception {
        always(Reply.events(FrontOf.PIECE, FrontOf.PIECE).hanging());
        int lines = over.gateway.serving.log().size();
        byte[] body = body("hi", FrontOf.STREAM).getBytes(StandardCharsets.UTF_8);
        try (Socket client = over.gateway.socket()) {
            client.getOutputStream().write(FrontOf.head(TOKEN, body.length).getBytes(StandardCharsets.UTF_8));
            client.getOutputStream().write(body);
            // Each may come in a chunk of its own, whose head stands between the two.
            FrontOf.readUntil(client.getInputStream(), FrontOf.PIECE);
            FrontOf.readUntil(client.getInputStream(), FrontOf.PIECE);
        }
        over.upstream.awaitLeaving();
        Outcome expected = outcome(over, lines, 0, List.of());

        CountDownLatch pieces = new CountDownLatch(2);
        CompletableFuture<InProcessResponse> answer;
        try (InProcessCall call = call(body("hi", FrontOf.STREAM))) {
            answer = CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            return call.stream((name, data) -> pieces.countDown());
                        } catch (IOException e) {
                            throw new IllegalStateException(e);
                        }
                    },
                    Thread::startVirtualThread);
            assertTrue(pieces.await(10, TimeUnit.SECONDS));
        }
        ExecutionException failure = assertThrows(ExecutionException.class, answer::get);
        assertInstanceOf(CancellationException.class, failure.getCause());
        within.upstream.awaitLeaving();
        assertEquals(expected, outcome(within, lines, 0, List.of()));
        assertTrue(expected.logged().contains(" stream=client_gone "), expected.logged());
    }

    /// Who takes no more of an answer has left, and is told its own reason.
    @Test
    void aConsumerMayFail() throws Exception {
        always(Reply.events(FrontOf.PIECE, FrontOf.PIECE).hanging());
        IOException own = new IOException("enough");
        try (InProcessCall call = call(body("hi", FrontOf.STREAM))) {
            IOException told = assertThrows(
                    IOException.class,
                    () -> call.stream((name, data) -> {
                        throw own;
                    }));
            assertEquals(own, told);
        }
        within.upstream.awaitLeaving();
        within.awaitLogged(" stream=client_gone ");
    }

    @Test
    void aCallIsMadeOnceAndNotAfterItWasClosed() throws Exception {
        always(Reply.json(FrontOf.ANSWER));
        try (InProcessCall call = call(body("hi", ""))) {
            assertArrayEquals(
                    FrontOf.ANSWER.getBytes(StandardCharsets.UTF_8),
                    call.answer().body());
            assertThrows(IllegalStateException.class, call::answer);
        }
        InProcessCall closed = call(body("hi", ""));
        closed.close();
        assertThrows(CancellationException.class, closed::answer);
        assertEquals(1, within.upstream.asked().size());
    }

    @Test
    void aKeyThatIsNotForModelsOpensNone() throws Exception {
        within.gateway.serving.seed("scraper", Role.METRICS, "sk-scraper", KeySettings.PLAIN);
        for (Map.Entry<String, Integer> each :
                Map.of("sk-scraper", 403, "sk-nobody", 401).entrySet()) {
            try (InProcessCall call = client().call(
                            client().principal(new Secret(each.getKey())),
                            FrontOf.CHAT,
                            body("hi", "").getBytes(StandardCharsets.UTF_8))) {
                InProcessResponse answer = call.answer();
                assertEquals(each.getValue(), answer.status());
                assertNull(answer.header("date"));
            }
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> client().call(client().principal(new Secret(TOKEN)), "/v1/models", new byte[0]));
    }

    @Test
    void spansAreTheSame() throws Exception {
        always(Reply.json(FrontOf.ANSWER));
        BlockingQueue<String> exported = new LinkedBlockingQueue<>();
        HttpServer collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/", exchange -> exported.add(taken(exchange)));
        collector.start();
        URI address = URI.create("http://127.0.0.1:" + collector.getAddress().getPort());
        try {
            follow(over, address);
            over(body("hi", ""), false);
            follow(over, null);
            List<String> expected = attributes(exported.take());
            follow(within, address);
            within(body("hi", ""), false);
            follow(within, null);

            assertEquals(expected, attributes(exported.take()));
            assertTrue(expected.contains("gen_ai.usage.input_tokens"), expected.toString());
        } finally {
            collector.stop(0);
        }
    }

    private static void follow(Configured at, @Nullable URI collector) {
        at.gateway
                .serving
                .telemetry()
                .follow(new TelemetrySettings(
                        "1.2.3", collector, Map.of(), 1, SemanticConvention.V1_41, true, false, Set.of()));
    }

    /// The names of all attributes, and of the spans.
    private static List<String> attributes(String spans) {
        List<String> all = new ArrayList<>();
        Matcher names = Pattern.compile("(?:gen_ai|http|url|aiplat|server|error)\\.[a-z_.]+|POST [a-z0-9/]+|chat m")
                .matcher(spans);
        while (names.find()) {
            all.add(names.group());
        }
        return all;
    }

    private static String taken(HttpExchange exchange) throws IOException {
        try (exchange;
                GZIPInputStream body = new GZIPInputStream(exchange.getRequestBody())) {
            String text = new String(body.readAllBytes(), StandardCharsets.ISO_8859_1);
            exchange.sendResponseHeaders(200, -1);
            return text;
        }
    }
}
