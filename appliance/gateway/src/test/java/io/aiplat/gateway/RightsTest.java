package io.aiplat.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.gateway.Misbehaving.Reply;
import io.aiplat.governance.key.KeySettings;
import io.aiplat.governance.limit.BudgetLeft;
import io.aiplat.governance.limit.Limits;
import io.aiplat.model.spend.Budget;
import io.aiplat.model.spend.Window;
import io.aiplat.routing.source.LocalModels;
import io.aiplat.testkit.Eventually;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a key reaches and what it pays for it, by whatever name it asks. Prices are for a thousand tokens.
@Timeout(60)
class RightsTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final String TOKEN = "sk-rights";
    private static final long BUDGET = 1_000_000_000;
    private static final String YAML = """
            upstreams:
              there: {provider: openai, url: "${env:UPSTREAM}"}
              second: {provider: openai, url: "${env:SERVICE}/v1"}
              here: {provider: embedded}
            models:
              - name: smoke
                deployments: [{upstream: here, model: smoke}]
                price: {input: 1, output: 1, per: 1K tokens}
                guards: [cards]
              - name: dear
                deployments: [{upstream: here, model: hidden}]
                price: {input: 2, output: 2, per: 1K tokens}
              - name: free
                deployments: [{upstream: there, model: free-there}]
                retries: 0
                fallbacks: {general: [best, cheap], context_window: [best]}
                cache: {}
              - {name: cheap, deployments: [{upstream: second, model: cheap-there}], price: {input: 3, output: 3, per: 1K tokens}}
              - {name: costly, deployments: [{upstream: second, model: costly-there}], price: {input: 7, output: 7, per: 1K tokens}}
              - name: two
                deployments:
                  - {upstream: there, model: a, price: {input: 1, output: 1, per: 1K tokens}}
                  - {upstream: second, model: b, order: 2, price: {input: 0, output: 9, per: 1K tokens}}
              - {name: "wild/*", deployments: [{upstream: second, model: "*"}]}
            aliases: {best: finest, finest: costly, quick: smoke, "claude-*": costly, claude-own: cheap}
            guards:
              cards: {kind: block, entities: [credit_card]}
            """;
    private static final String ANSWER =
            "{\"choices\":[{\"message\":{\"content\":\"a\"}}],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":5}}";

    private final Misbehaving there = new Misbehaving();
    private final Misbehaving second = new Misbehaving();
    private final RunningGateway gateway = new RunningGateway(LocalModels.addedTo(
            Configured.plan(
                    YAML,
                    Map.of(
                            "UPSTREAM",
                            there.url().toString(),
                            "SERVICE",
                            second.url().toString().replaceFirst("/v1$", ""))),
            TestDependencies.LOCAL));

    RightsTest() throws IOException {
        there.always(Reply.json(ANSWER));
        second.always(Reply.json(ANSWER));
    }

    @AfterEach
    void close() {
        gateway.close();
        there.close();
        second.close();
    }

    private void key(String... models) {
        key(BUDGET, models);
    }

    private void key(long micros, String... models) {
        Budget budget = new Budget(micros, Window.Calendar.MONTH);
        gateway.serving.seed(
                TOKEN, TOKEN, KeySettings.PLAIN.with(new Limits(List.of(budget), null, null, null, List.of(models))));
    }

    private HttpResponse<String> ask(String model) {
        return ask(model, "hi", 10);
    }

    private HttpResponse<String> ask(String model, String content, int cap) {
        return send(
                CHAT,
                "{\"model\":\"" + model + "\",\"max_tokens\":" + cap
                        + ",\"messages\":[{\"role\":\"user\",\"content\":\"" + content + "\"}]}");
    }

    private HttpResponse<String> send(String path, String body) {
        return gateway.post(path, body, "Authorization", "Bearer " + TOKEN);
    }

    /// What has been spent, in millionths, once it is so much.
    private void assertSpent(long micros) throws InterruptedException {
        Eventually.seen(micros + " are spent", this::spent, spent -> spent == micros);
    }

    private long spent() {
        return BUDGET
                - gateway.serving.governance().budgetsLeft().stream()
                        .mapToLong(BudgetLeft::micros)
                        .sum();
    }

    private static Stream<String> asked(Misbehaving upstream) {
        return upstream.asked().stream()
                .map(one -> RunningGateway.json(one.body()))
                .map(body -> body.path("model").asText());
    }

    @Test
    void aPatternOfAnAliasIsTheModelItLeadsToAndNoWayToAnother() throws InterruptedException {
        key("claude-*", "cheap");
        assertEquals(403, ask("claude-sonnet").statusCode(), "a beginning is compared with models' own names");
        assertEquals(200, ask("claude-own").statusCode());
        assertSpent(24_000);

        key("costly");
        assertEquals(200, ask("claude-sonnet").statusCode());
        assertEquals(403, ask("claude-own").statusCode());

        key("claude-sonnet");
        HttpResponse<String> answer = ask("claude-sonnet");
        assertEquals(200, answer.statusCode(), answer.body());
        assertEquals(403, ask("claude-opus").statusCode(), "that name was not given");
        assertEquals(403, ask("free").statusCode());
        assertEquals("costly-there", asked(second).toList().getLast());
        HttpResponse<String> listed = gateway.get("/v1/models", "Authorization", "Bearer " + TOKEN);
        assertFalse(listed.body().contains("claude-*"), listed.body());
    }

    /// Row 2.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "smoke",
                "quick",
                "smoke:latest",
                "quick:latest",
                "SMOKE",
                "Smoke:LATEST",
                "smoke:latest:latest",
                "library/smoke",
                "registry.ollama.ai/library/smoke",
                "https://registry.ollama.ai/library/smoke:latest"
            })
    void aModelInAnotherSpellingIsThatModel(String name) throws InterruptedException {
        key("smoke");

        HttpResponse<String> answer = ask(name);

        assertEquals(200, answer.statusCode(), answer.body());
        assertEquals("smoke", gateway.engine.asked.getFirst().model());
        assertSpent(8000);
        assertEquals(400, ask(name, "4111 1111 1111 1111", 10).statusCode(), "its guards look");
        assertEquals(200, gateway.get("/v1/models/" + name).statusCode());
        key(10_000, "smoke");
        assertEquals(429, ask(name, "hi", 100).statusCode(), "its price counts");
        assertEquals(1, gateway.engine.asked.size());
    }

    /// Row 2.
    @Test
    void embeddingsHaveTheSameModels() throws InterruptedException {
        key("smoke");

        String body = "{\"model\":\"smoke:latest\",\"input\":\"hi\"}";

        assertEquals(200, send("/v1/embeddings", body).statusCode());
        assertSpent(7000);
        key("smoke-embed");
        assertEquals(403, send("/v1/embeddings", body).statusCode());
    }

    /// Row 2.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "hidden",
                "hidden:latest",
                "HIDDEN",
                "library/hidden",
                " smoke",
                "smoke ",
                "smoke\\u00a0",
                "smoke\\u200b",
                "\\uff53moke",
                "smo\\u212ae",
                "smoke\\t",
                "wild/cheap-there",
                "wild/COSTLY-there:latest"
            })
    void noWildcardIsAWayRoundAModelsOwnName(String name) throws InterruptedException {
        key();

        HttpResponse<String> answer = ask(name);

        assertTrue(answer.statusCode() == 404 || answer.statusCode() == 400, answer.body());
        assertEquals(List.of(), gateway.engine.asked);
        assertEquals(List.of(), second.asked());
        assertSpent(0);
    }

    @Test
    void whatNoNameLeadsToIsServedBesides() throws InterruptedException {
        key("other", "wild/*");

        assertEquals(200, ask("other:latest").statusCode());
        assertEquals("other", gateway.engine.asked.getFirst().model(), "in the one spelling it has");
        assertEquals(200, ask("wild/other").statusCode());
        assertEquals(403, ask("another").statusCode());
        assertSpent(0);
    }

    @Test
    void anAliasIsWhatItStandsFor() throws InterruptedException {
        key("free", "be*");
        assertEquals(403, ask("best").statusCode(), "a beginning is one of models and not of aliases");
        key("costly");
        assertEquals(200, ask("best").statusCode());
        assertSpent(7 * 8000);
        key("best");
        assertEquals(200, ask("finest").statusCode(), "whoever may use the alias may use the model");
        assertEquals(200, ask("costly").statusCode());
        assertEquals(403, ask("cheap").statusCode());
    }

    /// Row 3.
    @Test
    void aFallbackIsReservedAndPaidAtItsOwnPrice() throws InterruptedException {
        key();
        there.always(Reply.status(500, "{}"));

        assertEquals(200, ask("free").statusCode());
        assertEquals(List.of("costly-there"), asked(second).toList());
        assertSpent(7 * 8000);
        key(100_000);
        assertEquals(429, ask("free", "hi", 100).statusCode(), "its price is reserved");
        assertEquals(1, there.asked().size());
    }

    /// Row 3.
    @Test
    void aPromptThatIsTooLongDoesNotChooseAModelForNothing() throws InterruptedException {
        key();
        there.always(Reply.status(400, "{\"error\":{\"code\":\"context_length_exceeded\",\"message\":\"too long\"}}"));

        assertEquals(200, ask("free").statusCode());
        assertSpent(7 * 8000);
    }

    /// Row 3.
    @Test
    void aFallbackThatTheKeyMayNotUseIsPassedOver() throws InterruptedException {
        key("free", "cheap");
        there.always(Reply.status(500, "{}"));

        assertEquals(200, ask("free").statusCode());
        assertEquals(List.of("cheap-there"), asked(second).toList());
        assertSpent(3 * 8000);
        key("free");
        assertEquals(502, ask("free").statusCode());
        key(24_000, "free");
        there.always(Reply.json(ANSWER));
        assertEquals(200, ask("free").statusCode(), "and nothing is reserved for it");
        assertEquals(1, second.asked().size());
    }

    @Test
    void theAnswerOfAStandInIsNotKeptForTheOthers() {
        key();
        there.reply(Reply.status(500, "{}"));

        assertEquals(200, ask("free").statusCode());
        assertEquals("miss", FrontOf.header(ask("free"), "x-aiplat-cache"));
        assertEquals("hit", FrontOf.header(ask("free"), "x-aiplat-cache"));
        assertEquals(1, second.asked().size());
    }

    /// Row 3.
    @Test
    void whoAnswersIsPaid() throws InterruptedException {
        key();

        assertEquals(200, ask("two").statusCode());
        assertSpent(8000);
        there.always(Reply.status(500, "{}"));
        assertEquals(200, ask("two").statusCode());
        assertSpent(8000 + 5 * 9000);
    }

    @Test
    void theDearestOfAllFiguresIsReserved() {
        key(80_000);
        assertEquals(429, ask("two", "hi", 10).statusCode(), "ten tokens at 9 are the second's");
        key(200_000);
        assertEquals(429, ask("two", "x".repeat(300), 10).statusCode(), "300 tokens at 1 are the first's");
        assertEquals(200, ask("two", "hi", 10).statusCode());
    }

    @Test
    void theListHasWhatTheKeyMayAskFor() {
        key("costly", "smoke-embed");

        assertEquals(
                List.of("best", "costly", "finest", "smoke-embed"),
                RunningGateway.json(gateway.get("/v1/models", "Authorization", "Bearer " + TOKEN))
                        .path("data")
                        .findValuesAsText("id"));
        assertEquals(404, find("smoke:latest"));
        assertEquals(404, find("hidden"));
        assertEquals(200, find("COSTLY"));
        assertEquals(200, find("smoke-embed:latest"));
        assertFalse(gateway.get("/v1/models").body().contains("hidden"));
    }

    private int find(String model) {
        return gateway.get("/v1/models/" + model, "Authorization", "Bearer " + TOKEN)
                .statusCode();
    }

    /// Row 19.
    @ParameterizedTest
    @ValueSource(strings = {"%zz", "%", "smoke%2", "%ff%zz"})
    void aWrongEscapeIsTheClients(String name) throws IOException {
        String answer = gateway.raw("GET /v1/models/" + name + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                + RunningGateway.KEY + "\r\nConnection: close\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
    }
}
