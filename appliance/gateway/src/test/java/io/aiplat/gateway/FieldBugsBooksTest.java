package io.aiplat.gateway;

import static io.aiplat.gateway.FrontOf.ANSWER;
import static io.aiplat.gateway.FrontOf.error;
import static io.aiplat.gateway.FrontOf.header;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.gateway.Misbehaving.Reply;
import io.aiplat.governance.limit.BudgetLeft;
import io.aiplat.governance.limit.Limits;
import io.aiplat.governance.spend.SpendRow;
import io.aiplat.model.spend.Budget;
import io.aiplat.model.spend.Window;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a key may spend, and what it has spent, as clients see it over HTTP. Each test names the row of the study's
/// list and the report it goes back to.
@Timeout(60)
class FieldBugsBooksTest {
    private static final String LIMITED = "sk-limited";
    private static final String CAP = ",\"max_tokens\":1000";

    private final FrontOf front = new FrontOf();

    FieldBugsBooksTest() throws IOException {}

    @AfterEach
    void close() {
        front.close();
    }

    private HttpResponse<String> chat(String more) {
        return front.gateway.post(FrontOf.CHAT, FrontOf.body(more), "Authorization", "Bearer " + LIMITED);
    }

    private void limit(Long requests, Long tokens) {
        front.key(LIMITED, new Limits(List.of(), requests, tokens, null, List.of()));
    }

    private void budget(long micros) {
        front.key(LIMITED, new Limits(List.of(new Budget(micros, Window.Calendar.MONTH)), null, null, null, List.of()));
    }

    private long left() {
        return front.gateway.serving.governance().budgetsLeft().stream()
                .mapToLong(BudgetLeft::micros)
                .sum();
    }

    /// Row 9, LiteLLM #34732, #40095, #23714, #26672: many requests at once spent more than the budget.
    @Test
    void aThousandRequestsAtOnceNeverSpendMoreThanTheBudget() throws Exception {
        long budget = 200_000;
        budget(budget);
        // Each reserves about 1,100 millionths and spends 403.
        front.upstream.always(Reply.json("{\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":400}}"));

        List<String> answers = atOnce(1000, () -> {
            try (Socket client = front.ask(LIMITED, FrontOf.body(CAP))) {
                client.setSoTimeout(50_000);
                return FrontOf.readUntil(client.getInputStream(), "\r\n\r\n");
            }
        });

        long answered =
                answers.stream().filter(a -> a.startsWith("HTTP/1.1 200 ")).count();
        long refused = answers.stream()
                .filter(a -> a.startsWith("HTTP/1.1 429 ") && a.contains("x-should-retry: false"))
                .count();
        assertEquals(1000, answered + refused);
        assertEquals(answered, front.upstream.asked().size(), "who is refused does not reach the upstream");
        SpendRow row = front.spent((int) answered);
        assertEquals(403 * answered, row.micros());
        assertEquals(budget - row.micros(), left(), "nothing is reserved any more");
        assertTrue(left() >= 0 && answered >= budget / 1200, () -> "answered: " + answered);
    }

    private static <T> List<T> atOnce(int times, Callable<T> action) throws Exception {
        List<T> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> all = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                all.add(threads.submit(action));
            }
            for (Future<T> one : all) {
                results.add(one.get());
            }
        }
        return results;
    }

    /// Row 9, LiteLLM #36926, #27735: requests were refused although there was money left.
    @Test
    void theBudgetIsUsedToTheLastRequestThatFits() {
        budget(5 * 8 + 2000);
        front.upstream.always(Reply.json(ANSWER));
        int answered = 0;
        HttpResponse<String> last = chat(CAP);
        while (last.statusCode() == 200) {
            answered++;
            last = chat(CAP);
        }

        assertEquals("insufficient_quota", error(last).path("code").asText());
        assertEquals("false", header(last, "x-should-retry"));
        // What a request reserves is its bytes and its cap; as long as that is left it was let through.
        long reserves = FrontOf.body(CAP).length() + 1000;
        assertTrue(left() < reserves && left() + 8 >= reserves, () -> "left: " + left());
        assertTrue(answered > 5, "only what was used counts, not what was reserved");
    }

    /// Row 9: whatever becomes of a request, nothing stays reserved.
    @ParameterizedTest
    @ValueSource(ints = {200, 400, 401, 404, 429, 500, 503})
    void nothingStaysReservedHoweverAnUpstreamEnds(int status) throws InterruptedException {
        budget(1_000_000);
        front.upstream.always(Reply.status(status, status == 200 ? ANSWER : "{}"));

        chat(CAP);

        assertEquals(1_000_000 - front.spent(1).micros(), left());
        assertEquals(status == 200 ? 8 : 0, front.spent(1).micros());
    }

    /// Row 10, LiteLLM #4829: requests per minute were not enforced.
    @Test
    void requestsPerMinuteAreCountedAndSaid() {
        limit(3L, null);
        front.upstream.always(Reply.json(ANSWER));

        for (int left = 2; left >= 0; left--) {
            HttpResponse<String> response = chat("");
            assertEquals(200, response.statusCode());
            assertEquals("3", header(response, "x-ratelimit-limit-requests"));
            assertEquals(Integer.toString(left), header(response, "x-ratelimit-remaining-requests"));
        }
        HttpResponse<String> refused = chat("");
        assertEquals(429, refused.statusCode());
        assertEquals("rate_limit_exceeded", error(refused).path("code").asText());
        assertTrue(Integer.parseInt(header(refused, "retry-after")) > 0);
        assertEquals("0", header(refused, "x-ratelimit-remaining-requests"));
        assertEquals(3, front.upstream.asked().size());
    }

    /// Row 10: requests that an upstream refuses have kept it busy, too.
    @Test
    void requestsThatFailCountAsRequests() {
        limit(2L, null);
        front.upstream.always(Reply.status(400, "{}"));

        assertEquals(List.of(400, 400, 429), List.of(status(), status(), status()));
    }

    private int status() {
        return chat("").statusCode();
    }

    /// Row 10: tokens per minute count what is reserved, and then what was used.
    @Test
    void tokensPerMinuteAreReservedAndGivenBack() {
        limit(null, 2000L);
        front.upstream.always(Reply.json(ANSWER));

        HttpResponse<String> first = chat(CAP);
        assertEquals(200, first.statusCode());
        assertEquals("2000", header(first, "x-ratelimit-limit-tokens"));
        assertEquals(200, chat(CAP).statusCode(), "the first has used 8 tokens of what it reserved");
        HttpResponse<String> large = chat(",\"max_tokens\":2000");
        assertEquals(429, large.statusCode());
        assertEquals("false", header(large, "x-should-retry"), "it never fits");
    }

    /// A flood of wrong keys costs a hash each: no upstream is asked, nothing is written.
    @Test
    void aFloodOfWrongKeysReachesNeitherAnUpstreamNorTheDisk() throws Exception {
        Map<Path, Integer> before = disk();

        List<Integer> statuses = atOnce(300, () -> {
            try (Socket client = front.ask("sk-wrong-" + Thread.currentThread().threadId(), FrontOf.body(""))) {
                String head = FrontOf.readUntil(client.getInputStream(), "\r\n\r\n");
                return Integer.parseInt(head.split(" ")[1]);
            }
        });

        assertEquals(List.of(401), statuses.stream().distinct().toList());
        assertEquals(0, front.upstream.connections());
        assertEquals(before, disk());
    }

    private Map<Path, Integer> disk() {
        Map<Path, Integer> content = new TreeMap<>();
        try (Stream<Path> files = Files.walk(front.gateway.serving.folder())) {
            files.filter(Files::isRegularFile).forEach(file -> content.put(file, hash(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return content;
    }

    private static int hash(Path file) {
        try {
            return Arrays.hashCode(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// An answer that says no before all of the request was read arrives all the same.
    @Test
    void aWrongKeyIsToldSoEvenWithALargeRequest() throws IOException {
        String body = FrontOf.body(",\"x\":\"" + "x".repeat(3_000_000) + "\"");
        try (Socket client = front.gateway.socket()) {
            client.getOutputStream()
                    .write(FrontOf.head("sk-wrong", body.length()).getBytes(StandardCharsets.UTF_8));
            client.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));

            String answer = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(answer.startsWith("HTTP/1.1 401 ") && answer.contains("Connection: close\r\n"), answer);
        }
    }
}
