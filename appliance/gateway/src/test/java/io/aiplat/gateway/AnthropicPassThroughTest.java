package io.aiplat.gateway;

import static io.aiplat.gateway.FrontOf.error;
import static io.aiplat.gateway.FrontOf.header;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.gateway.FrontOf.Rules;
import io.aiplat.gateway.Misbehaving.Asked;
import io.aiplat.gateway.Misbehaving.Reply;
import io.aiplat.governance.spend.SpendRow;
import io.aiplat.model.spend.Price;
import io.aiplat.routing.Fallbacks;
import io.aiplat.routing.UpstreamKind;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Anthropic's clients and Anthropic's cloud: what goes there, and what comes back.
@Timeout(20)
class AnthropicPassThroughTest {
    private static final String MESSAGES = "/v1/messages";
    private static final String HI = ", \"max_tokens\": 9 ,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";

    private static final Rules ONCE = Rules.USUAL.orElse(Fallbacks.NONE);

    private FrontOf front = new FrontOf(Rules.USUAL, UpstreamKind.ANTHROPIC);

    AnthropicPassThroughTest() throws IOException {}

    @AfterEach
    void close() {
        front.close();
    }

    private void restart(Rules rules) throws IOException {
        front.close();
        front = new FrontOf(rules, UpstreamKind.ANTHROPIC);
    }

    private HttpResponse<String> ask(String more, String... headers) {
        return front.gateway.post(MESSAGES, "{\"model\": \"public\"" + HI + more + "}", headers);
    }

    private HttpResponse<String> ask(String more, Reply reply) {
        front.upstream.reply(reply);
        return ask(more);
    }

    private Asked asked() {
        return front.upstream.asked().getLast();
    }

    @Test
    void changesTheNameOfTheModelAndNoOtherByte() throws InterruptedException {
        HttpResponse<String> response = ask(", \"vendor\" : 1.50e+2", Reply.json(AnthropicCloud.WHOLE));

        assertEquals(AnthropicCloud.WHOLE, response.body());
        assertEquals("POST /v1/messages HTTP/1.1", asked().line());
        assertEquals("{\"model\": \"private\"" + HI + ", \"vendor\" : 1.50e+2}", asked().body());
        SpendRow row = front.spent(1);
        assertEquals(30, row.input());
        assertEquals(20, row.cached());
        assertEquals(15, row.output());
    }

    /// 6 tokens of plain prompt, 4 that the cache has learnt, 20 it had, and 15 of answer: 18, 15, 6 and 225
    /// millionths.
    @Test
    void chargesForWhatTheCacheLearnsWhateverTheAnswerComesAs() throws Exception {
        restart(Rules.USUAL.priced(new Price.PerToken(3_000_000, 300_000, 3_750_000, 15_000_000)));
        ask("", Reply.json(AnthropicCloud.WHOLE));
        assertEquals(264, front.spent(1).micros());

        ask(FrontOf.STREAM, AnthropicCloud.says("Hello"));
        assertEquals(2 * 264, front.spent(2).micros());

        front.chat("", AnthropicCloud.says("Hello"));
        SpendRow all = front.spent(3);
        assertEquals(3 * 264, all.micros());
        assertEquals(0, all.estimated());
    }

    @Test
    void sendsTheKeyAsAnthropicWantsItAndAVersion() {
        ask("", Reply.json(AnthropicCloud.WHOLE));

        assertEquals("sk-upstream", asked().header("x-api-key"));
        assertEquals("2023-06-01", asked().header("anthropic-version"));
        assertEquals("", asked().header("authorization"));
    }

    @Test
    void passesOnWhatTheClientSaysOfTheApi() {
        front.upstream.reply(Reply.json(AnthropicCloud.WHOLE));
        front.gateway.send(front.gateway
                .request(MESSAGES, "anthropic-version", "2099-01-01")
                .header("anthropic-beta", "one,two")
                .POST(BodyPublishers.ofString("{\"model\":\"public\"" + HI + "}"))
                .build());

        assertEquals("2099-01-01", asked().header("anthropic-version"));
        assertEquals("one,two", asked().header("anthropic-beta"));
    }

    @Test
    void keepsTheWordThatIsOursAndSaysTheCap() throws IOException {
        restart(Rules.USUAL.capped(5));
        ask(",\"drop_params\":true", Reply.json(AnthropicCloud.WHOLE));

        assertEquals("{\"model\": \"private\"" + HI.replace("9", "5") + "}", asked().body());
    }

    @Test
    void streamsTheEventsAsTheyCome() throws InterruptedException {
        String unknown = "{\"type\":\"something_new\",\"x\":1}";
        String[] events = {
            AnthropicCloud.START,
            AnthropicCloud.PING,
            AnthropicCloud.BEGIN,
            AnthropicCloud.text("Hello"),
            unknown,
            AnthropicCloud.END,
            AnthropicCloud.why("end_turn"),
            AnthropicCloud.STOP
        };
        HttpResponse<String> response = ask(FrontOf.STREAM, AnthropicCloud.stream(events));

        StringBuilder expected = new StringBuilder();
        List.of(events).forEach(event -> expected.append(AnthropicCloud.event(event)));
        assertEquals(expected.toString(), response.body());
        SpendRow row = front.spent(1);
        assertEquals(30, row.input());
        assertEquals(20, row.cached());
        assertEquals(15, row.output());
        assertEquals(0, row.estimated());
    }

    @Test
    void aStreamWithoutItsLastEventIsNeverAnAnswer() throws InterruptedException {
        HttpResponse<String> response = ask(
                FrontOf.STREAM,
                AnthropicCloud.stream(AnthropicCloud.START, AnthropicCloud.BEGIN, AnthropicCloud.text("Hel")));

        String last = RunningGateway.events(response).getLast();
        assertTrue(last.startsWith("error {\"type\":\"error\",\"error\":{\"type\":\"api_error\""), last);
        SpendRow row = front.spent(1);
        assertEquals(30, row.input(), "it was said at the beginning");
        assertEquals(1, row.estimated());
    }

    @Test
    void aStreamThatIsCutEndsInAnthropicsErrorEvent() {
        HttpResponse<String> response = ask(
                FrontOf.STREAM,
                AnthropicCloud.stream(AnthropicCloud.START, AnthropicCloud.BEGIN, AnthropicCloud.text("Hel"))
                        .cut());

        String last = RunningGateway.events(response).getLast();
        assertTrue(last.startsWith("error {\"type\":\"error\""), last);
        assertFalse(response.body().contains("message_stop"), response.body());
    }

    @Test
    void anErrorWithinAStreamIsItsEndInTheCloudsWords() {
        String wrong = AnthropicCloud.error("overloaded_error", "Overloaded");
        HttpResponse<String> response =
                ask(FrontOf.STREAM, AnthropicCloud.stream(AnthropicCloud.START, wrong, AnthropicCloud.STOP));

        assertTrue(response.body().endsWith("event: error\ndata: " + wrong + "\n\n"), response.body());
    }

    @Test
    void aPingBeforeTheAnswerDoesNotKeepAnotherAttemptFromIt() {
        String wrong = AnthropicCloud.error("overloaded_error", "Overloaded");
        front.upstream.reply(AnthropicCloud.stream(AnthropicCloud.PING, wrong));
        HttpResponse<String> response = ask(FrontOf.STREAM, AnthropicCloud.says("Hello"));

        assertTrue(response.body().contains("message_stop"), response.body());
        assertEquals(2, front.upstream.asked().size());
    }

    @Test
    void tokensAreCountedThereAndCostNothing() throws InterruptedException {
        front.upstream.reply(Reply.json("{\"input_tokens\":2095}"));
        HttpResponse<String> response =
                front.gateway.post("/v1/messages/count_tokens", "{\"model\":\"public\",\"messages\":[]}");

        assertEquals("{\"input_tokens\":2095}", response.body());
        assertEquals("", header(response, "x-aiplat-estimated"));
        assertEquals("POST /v1/messages/count_tokens HTTP/1.1", asked().line());
        assertEquals("{\"model\":\"private\",\"messages\":[]}", asked().body());
        assertEquals(0, front.spent(1).micros());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        400 | invalid_request_error | messages: roles must alternate | 400 | invalid_request_error
        401 | authentication_error  | invalid x-api-key              | 502 | api_error
        403 | permission_error      | not for you                    | 502 | api_error
        404 | not_found_error       | model: private                 | 502 | api_error
        400 | invalid_request_error | Your credit balance is too low | 502 | api_error
        413 | request_too_large     | Request exceeds the limit      | 413 | request_too_large
        429 | rate_limit_error      | too many tokens                | 429 | rate_limit_error
        500 | api_error             | Internal server error          | 502 | api_error
        529 | overloaded_error      | Overloaded                     | 503 | overloaded_error
        504 | timeout_error         | took too long                  | 502 | api_error
        """)
    void errorsOfTheCloudAreToldInItsEnvelope(int status, String type, String message, int told, String toldType)
            throws IOException {
        restart(ONCE);
        front.upstream.always(AnthropicCloud.error(status, type, message));
        HttpResponse<String> response = ask("");

        assertEquals(told, response.statusCode(), response.body());
        assertEquals(toldType, error(response).path("type").asText());
        assertEquals("error", RunningGateway.json(response).path("type").asText());
    }

    @Test
    void saysWhenToComeBack() throws IOException {
        restart(ONCE);
        front.upstream.always(AnthropicCloud.error(429, "rate_limit_error", "later", "Retry-After: 7"));
        HttpResponse<String> response = ask("");

        assertEquals(429, response.statusCode());
        assertEquals("7", header(response, "retry-after"));
    }

    @Test
    void anotherModelStandsInForAPromptThatIsTooLongOrFiltered() throws IOException {
        restart(Rules.USUAL.orElse(new Fallbacks(List.of(), List.of("other"), List.of("other"))));
        front.second.always(Reply.json(AnthropicCloud.WHOLE));

        for (String message : List.of(
                "prompt is too long: 200001 tokens > 200000 maximum",
                "input length and `max_tokens` exceed context limit: 1 + 2 > 2",
                "Output blocked by content filtering policy")) {
            HttpResponse<String> response = ask("", AnthropicCloud.error(400, "invalid_request_error", message));
            assertEquals(AnthropicCloud.WHOLE, response.body(), message);
        }
    }

    @Test
    void refusesWhatThatApiDoesNotHave() {
        HttpResponse<String> text = front.gateway.post("/v1/completions", "{\"model\":\"public\",\"prompt\":\"a\"}");
        HttpResponse<String> vector = front.gateway.post("/v1/embeddings", "{\"model\":\"public\",\"input\":\"a\"}");

        assertEquals(400, text.statusCode());
        assertEquals("unsupported_operation", error(text).path("code").asText());
        assertEquals(400, vector.statusCode());
        assertEquals("unsupported_operation", error(vector).path("code").asText());
        assertEquals(0, front.upstream.asked().size());
    }

    @Test
    void whatIsWrongBeforeTheCloudIsAskedIsToldInItsEnvelopeToo() {
        HttpResponse<String> model = front.gateway.post(MESSAGES, "{\"model\":\"nobody\"" + HI + "}");
        HttpResponse<String> key = ask("", "Authorization", "Bearer no");

        assertEquals(404, model.statusCode());
        assertEquals("not_found_error", error(model).path("type").asText());
        assertEquals(401, key.statusCode());
        assertEquals("authentication_error", error(key).path("type").asText());
    }
}
