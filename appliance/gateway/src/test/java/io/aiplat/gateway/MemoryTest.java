package io.aiplat.gateway;

import static io.aiplat.gateway.FrontOf.ANSWER;
import static io.aiplat.gateway.FrontOf.error;
import static io.aiplat.gateway.FrontOf.readUntil;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.gateway.FrontOf.Rules;
import io.aiplat.gateway.Misbehaving.Reply;
import io.aiplat.gateway.connection.ConnectionLimits;
import io.aiplat.governance.limit.Limits;
import io.aiplat.governance.spend.SpendBy;
import io.aiplat.governance.spend.SpendRow;
import io.aiplat.routing.UpstreamKind;
import io.aiplat.testkit.Eventually;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// One key cannot take the memory of the process: not by what is made of its requests, not by what its models
/// answer, and not by what it begins to send.
@Timeout(60)
class MemoryTest {
    private static final int MIB = 1 << 20;
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final ConnectionLimits PATIENT = new ConnectionLimits(LONG, LONG, LONG, Duration.ofSeconds(2));
    private static final String OTHER = "sk-other";

    private FrontOf front = new FrontOf();

    MemoryTest() throws IOException {}

    @AfterEach
    void close() {
        front.close();
    }

    private void restart(int bytes, Duration patience, UpstreamKind kind) throws IOException {
        front.close();
        front = new FrontOf(
                Rules.USUAL, new ServerLimits(PATIENT, bytes, patience, Duration.ofMillis(500), LONG), kind, kind);
        front.key(OTHER, Limits.NONE);
    }

    private HttpResponse<String> post(String path, String key, String body) {
        return front.gateway.send(front.gateway
                .request(path, "Authorization", "Bearer " + key)
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    /// A body holds memory as soon as its request is admitted.
    private void awaitSomethingHeld() throws InterruptedException {
        while (front.gateway.get("/metrics").body().contains("\naiplat_gateway_body_bytes_in_flight 0.0\n")) {
            Thread.sleep(5);
        }
    }

    private void awaitNothingHeld() throws InterruptedException {
        Eventually.seen(
                "no memory is held any more",
                () -> front.gateway.get("/metrics").body(),
                metrics -> metrics.contains("\naiplat_gateway_body_bytes_in_flight 0.0\n"));
    }

    private static String repeated(String begin, String one, int count, String end) {
        return begin + (one + ",").repeat(count - 1) + one + end;
    }

    /// Row 1: a tree has many times the size of its document, so a document is weighed by its values before.
    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "[[0]]", "{\"a\":{}}", "{\"role\":\"user\",\"content\":\"\"}"})
    void aRequestWhoseTreeWouldNotFitIsRefusedBeforeThereIsOne(String one) throws Exception {
        restart(64 * MIB, Duration.ofMillis(100), UpstreamKind.OPENAI);
        String body = repeated("{\"model\":\"public\",\"max_tokens\":9,\"messages\":[", one, 300_000, "]}");

        HttpResponse<String> answer = front.gateway.post("/v1/messages", body);

        assertEquals(413, answer.statusCode(), answer.body());
        assertTrue(error(answer).path("message").asText().contains("memory"), answer.body());
        assertEquals(List.of(), front.upstream.asked());
        awaitNothingHeld();
    }

    /// Waiting would not help it: what it waits for is what it holds itself.
    @Test
    void aRequestThatWouldNotFitWithItsOwnBodyIsToldAtOnce() throws Exception {
        restart(64 * MIB, LONG, UpstreamKind.OPENAI);
        String text = "a".repeat(12 * MIB);

        HttpResponse<String> answer = front.gateway.post(
                "/v1/messages",
                "{\"model\":\"public\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"" + text
                        + "\"}]}");

        assertEquals(413, answer.statusCode(), answer.body());
        awaitNothingHeld();
    }

    /// Row 1: names are compared without making strings of them, and an object has a bounded number of them.
    @Test
    void anObjectOfTooManyMembersIsRefused() throws Exception {
        StringBuilder body = new StringBuilder("{\"model\":\"public\"");
        for (int i = 0; body.length() < 31 * MIB; i++) {
            body.append(",\"").append(Integer.toString(i, 36)).append("\":1");
        }

        HttpResponse<String> answer =
                front.gateway.post(FrontOf.CHAT, body.append('}').toString());

        assertEquals(400, answer.statusCode(), answer.body());
        assertTrue(error(answer).path("message").asText().contains("at most 16384 members"), answer.body());
        awaitNothingHeld();
    }

    /// Row 1: eight answers of 60 MB ended the process.
    @Test
    void answersThatDoNotFitTogetherAreThatClientsTrouble() throws Exception {
        restart(32 * MIB, Duration.ofMillis(500), UpstreamKind.OPENAI);
        String large = ANSWER.replace("\"a\"", "\"" + "a".repeat(7 * MIB) + "\"");
        front.upstream.always(Reply.json(large));
        front.second.always(Reply.json(ANSWER));
        List<CompletableFuture<HttpResponse<String>>> asked = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            // Each in a thread of its own: the common pool of two processors has one, and asks one after the other.
            asked.add(CompletableFuture.supplyAsync(() -> front.chat(""), Thread::startVirtualThread));
        }

        HttpResponse<String> other = post(FrontOf.CHAT, OTHER, FrontOf.body("").replace("public", "other"));

        assertEquals(200, other.statusCode(), other.body());
        int fitted = 0;
        for (CompletableFuture<HttpResponse<String>> one : asked) {
            HttpResponse<String> answer = one.join();
            fitted += answer.statusCode() == 200 ? 1 : 0;
            assertTrue(answer.statusCode() == 200 || answer.statusCode() == 503, answer.statusCode() + "");
        }
        assertTrue(fitted > 0 && fitted < 8, fitted + " of 8 fitted");
        assertTrue(spent(8).output() > (8 - fitted) * 100_000L, "what the upstream did was not paid");
        awaitNothingHeld();
        front.upstream.always(Reply.json(large));
        assertEquals(200, front.chat("").statusCode());
    }

    private SpendRow spent(int requests) throws InterruptedException {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        Predicate<SpendRow> wanted = row -> row.name().equals("public") && row.requests() == requests;
        return Eventually.seen(
                        requests + " requests are booked",
                        () -> front.gateway
                                .serving
                                .governance()
                                .administration()
                                .spend(SpendBy.MODEL, today.minusDays(1), today),
                        rows -> rows.stream().anyMatch(wanted))
                .stream()
                .filter(wanted)
                .findFirst()
                .orElseThrow();
    }

    /// The same where an answer is put together from the events of another API.
    @Test
    void anAnswerThatGrowsWithoutEndIsEnded() throws Exception {
        restart(16 * MIB, Duration.ofMillis(100), UpstreamKind.OPENAI);
        String piece = FrontOf.PIECE.replace("\"a\"", "\"" + "a".repeat(500_000) + "\"");
        String[] pieces = new String[60];
        Arrays.fill(pieces, piece);
        front.upstream.always(Reply.events(pieces));
        String body = "{\"model\":\"public\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

        HttpResponse<String> answer = front.gateway.post("/v1/messages", body);

        assertEquals(503, answer.statusCode(), answer.body());
        assertTrue(error(answer).path("message").asText().contains("memory"), answer.body());
        awaitNothingHeld();
    }

    /// What is kept until it is whole counts before that.
    @Test
    void callsOfToolsWithoutAnEndAreEnded() throws Exception {
        restart(16 * MIB, Duration.ofMillis(100), UpstreamKind.OPENAI);
        String[] pieces = new String[60];
        Arrays.setAll(
                pieces,
                i -> "{\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":" + i
                        + ",\"function\":{\"name\":\"f\",\"arguments\":\"" + "a".repeat(200_000) + "\"}}]}}]}");
        front.upstream.always(Reply.events(pieces));
        String body = "{\"model\":\"public\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

        HttpResponse<String> answer = front.gateway.post("/v1/messages", body);

        assertEquals(503, answer.statusCode(), answer.body());
        awaitNothingHeld();
    }

    /// Row 10: what a key may have at once it may not begin to send either.
    @Test
    void anUploadCountsAsARequestOfItsKey() throws Exception {
        front.key("sk-only-one", new Limits(List.of(), null, null, 1, List.of()));
        front.upstream.always(Reply.json(ANSWER));
        byte[] body = FrontOf.body(",\"x\":\"" + "x".repeat(100_000) + "\"").getBytes(StandardCharsets.UTF_8);
        try (Socket first = begin("sk-only-one", body, 1000)) {
            awaitSomethingHeld();
            for (int i = 0; i < 20; i++) {
                try (Socket next = begin("sk-only-one", body, 10)) {
                    String refused = readUntil(next.getInputStream(), "\r\n");
                    if (i == 0 && refused.contains("200")) {
                        throw new AssertionError("served");
                    }
                    assertTrue(refused.startsWith("HTTP/1.1 429 "), refused);
                }
            }
            first.getOutputStream().write(body, 1000, body.length - 1000);
            assertTrue(readUntil(first.getInputStream(), "\r\n").contains(" 200 "));
        }
        // Its place is free a moment after its client has the answer.
        Eventually.passes("it counts no more", Eventually.SOON, () -> {
            try (Socket again = FrontOf.ask(front.gateway, "sk-only-one", FrontOf.body(""))) {
                assertTrue(readUntil(again.getInputStream(), "\r\n").contains(" 200 "));
            }
        });
    }

    @Test
    void aKeyWithoutARequestLeftIsToldBeforeItsBodyIsRead() throws Exception {
        front.key("sk-seldom", new Limits(List.of(), 1L, null, null, List.of()));
        front.upstream.always(Reply.json(ANSWER));
        byte[] body = FrontOf.body(",\"x\":\"" + "x".repeat(100_000) + "\"").getBytes(StandardCharsets.UTF_8);
        try (Socket first = begin("sk-seldom", body, body.length)) {
            assertTrue(readUntil(first.getInputStream(), "\r\n").contains(" 200 "));
        }
        try (Socket next = begin("sk-seldom", body, 0)) {
            assertTrue(readUntil(next.getInputStream(), "\r\n").contains(" 429 "));
        }
    }

    /// Row 10: who waits is not kept waiting by bodies that do not come.
    @Test
    void aSlowBodyGivesWayToWhoWaits() throws Exception {
        restart(4 * MIB, LONG, UpstreamKind.OPENAI);
        front.upstream.always(Reply.json(ANSWER));
        byte[] body = FrontOf.body(",\"x\":\"" + "x".repeat(250_000) + "\"").getBytes(StandardCharsets.UTF_8);
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 12; i++) {
                slow.add(begin(RunningGateway.KEY, body, 100));
            }
            String large = FrontOf.body(",\"x\":\"" + "x".repeat(1_500_000) + "\"");
            HttpResponse<String> served = post(FrontOf.CHAT, OTHER, large);

            assertEquals(200, served.statusCode(), served.body());
            int gave = 0;
            for (Socket one : slow) {
                gave += hasGivenWay(one) ? 1 : 0;
            }
            assertTrue(gave > 0, "nobody gave way");
        } finally {
            for (Socket one : slow) {
                one.close();
            }
        }
        awaitNothingHeld();
    }

    private static boolean hasGivenWay(Socket upload) throws IOException {
        InputStream in = upload.getInputStream();
        if (in.available() == 0) {
            return false;
        }
        String answer = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(answer.startsWith("HTTP/1.1 408 "), answer);
        assertTrue(answer.contains("request_timeout"), answer);
        return true;
    }

    /// A head is kept while its request is worked on, and so are its fields.
    @Test
    void aLargeHeadCounts() throws Exception {
        String head =
                FrontOf.head(RunningGateway.KEY, 100).replaceFirst("\r\n", "\r\nX: " + "x".repeat(30_000) + "\r\n");
        List<Socket> open = new ArrayList<>();
        try {
            for (int i = 0; i < 5; i++) {
                Socket client = front.gateway.socket();
                open.add(client);
                client.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
            }
            Eventually.seen(
                    "all five heads are held",
                    () -> front.gateway
                            .get("/metrics")
                            .body()
                            .lines()
                            .filter(line -> line.startsWith("aiplat_gateway_body_bytes_in_flight "))
                            .mapToLong(line -> (long) Double.parseDouble(line.substring(line.indexOf(' ') + 1)))
                            .sum(),
                    held -> held >= 5 * 120_000);
        } finally {
            for (Socket one : open) {
                one.close();
            }
        }
        awaitNothingHeld();
    }

    /// One key leaves room for others, however much it sends.
    @Test
    void aKeyCannotHaveAllOfIt() throws Exception {
        restart(8 * MIB, Duration.ofMillis(300), UpstreamKind.OPENAI);
        front.upstream.always(Reply.json(ANSWER));
        front.second.always(Reply.json(ANSWER));
        byte[] body = FrontOf.body(",\"x\":\"" + "x".repeat(1_000_000) + "\"").getBytes(StandardCharsets.UTF_8);
        List<Socket> greedy = new ArrayList<>();
        try {
            for (int i = 0; i < 12; i++) {
                greedy.add(begin(RunningGateway.KEY, body, body.length - 1));
            }
            for (int i = 0; i < 5; i++) {
                String small = FrontOf.body(",\"x\":\"" + "x".repeat(200_000) + "\"");
                assertEquals(200, post(FrontOf.CHAT, OTHER, small).statusCode());
            }
        } finally {
            for (Socket one : greedy) {
                one.close();
            }
        }
        awaitNothingHeld();
    }

    private Socket begin(String key, byte[] body, int sent) throws IOException {
        Socket client = front.gateway.socket();
        OutputStream out = client.getOutputStream();
        out.write(FrontOf.head(key, body.length).getBytes(StandardCharsets.UTF_8));
        try {
            out.write(body, 0, sent);
        } catch (IOException e) {
            // It was refused before it has taken all of it.
            return client;
        }
        return client;
    }
}
