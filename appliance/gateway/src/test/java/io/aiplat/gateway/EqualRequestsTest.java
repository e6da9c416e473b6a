package io.aiplat.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.gateway.Misbehaving.Reply;
import io.aiplat.testkit.Eventually;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Equal requests that come while the first of them is being answered, where answers are kept.
@Timeout(60)
class EqualRequestsTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final String BODY = "{\"model\":\"kept\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static final String STREAM = BODY.replace("]}", "],\"stream\":true}");
    private static final Executor CLIENTS = Thread::startVirtualThread;
    private static final String YAML = """
            upstreams:
              there: {provider: openai, url: "${env:UPSTREAM}"}
            models:
              - {name: kept, deployments: [{upstream: there, model: m}], cache: {}, retries: 0,
                 price: {input: 1, output: 1}}
            """;

    private final Configured configured = new Configured(YAML);
    private final Semaphore go = new Semaphore(0);

    EqualRequestsTest() throws IOException {
        configured.upstream.always(Reply.json(FrontOf.ANSWER));
    }

    @AfterEach
    void close() {
        configured.close();
    }

    private CompletableFuture<HttpResponse<String>> ask(String body) {
        return CompletableFuture.supplyAsync(() -> configured.gateway.post(CHAT, body), CLIENTS);
    }

    /// Equal requests, the first of which is at the upstream when the others come.
    private List<CompletableFuture<HttpResponse<String>>> ask(String body, int count) throws InterruptedException {
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>(List.of(ask(body)));
        configured.upstream.awaitAsked(1);
        for (int i = 1; i < count; i++) {
            answers.add(ask(body));
        }
        awaitInFlight(count);
        return answers;
    }

    private void awaitInFlight(int count) throws InterruptedException {
        String line = "\naiplat_gateway_requests_in_flight " + count + ".0\n";
        Eventually.seen(
                count + " requests are in flight at once",
                () -> configured.gateway.get("/metrics").body(),
                metrics -> metrics.contains(line));
    }

    private static String outcome(HttpResponse<String> response) {
        return response.statusCode() + " "
                + response.headers().firstValue("x-aiplat-cache").orElse("");
    }

    private static List<String> outcomes(List<CompletableFuture<HttpResponse<String>>> answers) {
        return answers.stream().map(answer -> outcome(answer.join())).toList();
    }

    @Test
    void oneOfThemIsSentOn() throws InterruptedException {
        configured.upstream.reply(Reply.json(FrontOf.ANSWER).paced(go));
        List<CompletableFuture<HttpResponse<String>>> answers = ask(BODY, 20);
        go.release();

        List<String> outcomes = outcomes(answers);
        assertEquals("200 miss", outcomes.getFirst());
        assertEquals(19, outcomes.stream().filter("200 hit"::equals).count(), outcomes.toString());
        answers.forEach(answer -> assertEquals(FrontOf.ANSWER, answer.join().body()));
        assertEquals(1, configured.upstream.asked().size());
        assertEquals(1, FrontOf.spent(configured.gateway, 1).requests(), "the others have cost nothing");
    }

    @Test
    void aStreamIsGivenToAll() throws InterruptedException {
        configured.upstream.reply(
                Reply.events(FrontOf.PIECE, FrontOf.STOP, FrontOf.DONE).paced(go));
        List<CompletableFuture<HttpResponse<String>>> answers = ask(STREAM, 5);
        go.release(10);

        String first = answers.getFirst().join().body();
        assertTrue(first.endsWith("data: [DONE]\n\n"), first);
        answers.forEach(answer -> assertEquals(first, answer.join().body()));
        assertEquals(1, configured.upstream.asked().size());
    }

    @Test
    void oneThatFailsFailsAlone() throws InterruptedException {
        configured.upstream.reply(
                Reply.status(500, "{\"error\":{\"message\":\"oops\"}}").paced(go));
        List<CompletableFuture<HttpResponse<String>>> answers = ask(BODY, 5);
        go.release();

        List<String> outcomes = outcomes(answers);
        assertEquals("502 miss", outcomes.getFirst());
        assertTrue(outcomes.subList(1, 5).stream().allMatch(outcome -> outcome.startsWith("200")), outcomes.toString());
    }

    @Test
    void oneThatIsCutIsCutAlone() throws InterruptedException {
        configured.upstream.reply(Reply.events(FrontOf.PIECE).cut().paced(go));
        Reply whole = Reply.events(FrontOf.PIECE, FrontOf.STOP, FrontOf.DONE);
        configured.upstream.always(whole);
        List<CompletableFuture<HttpResponse<String>>> answers = ask(STREAM, 3);
        go.release(10);

        assertTrue(answers.get(1).join().body().endsWith("data: [DONE]\n\n"));
        assertTrue(answers.get(2).join().body().endsWith("data: [DONE]\n\n"));
    }

    @Test
    void theOthersDoNotNeedTheFirstOnesClient() throws Exception {
        configured.upstream.reply(Reply.nothing());
        Socket first = FrontOf.ask(configured.gateway, RunningGateway.KEY, BODY);
        configured.upstream.awaitAsked(1);
        List<CompletableFuture<HttpResponse<String>>> others = List.of(ask(BODY), ask(BODY));
        awaitInFlight(3);
        first.close();

        assertTrue(
                outcomes(others).stream().allMatch(outcome -> outcome.startsWith("200")),
                outcomes(others).toString());
    }

    @Test
    void whoLeavesWhileItWaitsIsForgottenAtOnce() throws Exception {
        configured.upstream.reply(Reply.json(FrontOf.ANSWER).paced(go));
        CompletableFuture<HttpResponse<String>> first = ask(BODY);
        configured.upstream.awaitAsked(1);
        Socket waiting = FrontOf.ask(configured.gateway, RunningGateway.KEY, BODY);
        awaitInFlight(2);
        waiting.close();
        configured.awaitLogged("status=499");
        awaitInFlight(1);
        go.release();

        assertEquals("200 miss", outcome(first.join()));
        assertEquals(1, configured.upstream.asked().size());
    }

    @Test
    void whoWantsANewAnswerWaitsForNobody() throws InterruptedException {
        configured.upstream.reply(Reply.json(FrontOf.ANSWER).paced(go));
        CompletableFuture<HttpResponse<String>> first = ask(BODY);
        configured.upstream.awaitAsked(1);

        HttpResponse<String> newer = configured.gateway.post(CHAT, BODY, "Cache-Control", "no-cache");

        assertEquals("200 miss", outcome(newer));
        go.release();
        assertEquals("200 miss", outcome(first.join()));
    }
}
