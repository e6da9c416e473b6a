package io.aiplat.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.gateway.Misbehaving.Reply;
import io.aiplat.inference.chat.ChatDelta;
import io.aiplat.inference.chat.ChatDelta.FinishReason;
import io.aiplat.inference.chat.ToolCall;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Guards, from the client's request to what the upstream gets, and back.
@Timeout(60)
class GuardsTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final String CARD = "4111 1111 1111 1111";
    private static final String YAML = """
            upstreams:
              there: {provider: openai, url: "${env:UPSTREAM}"}
              here: {provider: embedded}
            models:
              - {name: asked, deployments: [{upstream: there, model: private}], guards: [pii, cards]}
              - {name: answered, deployments: [{upstream: there, model: private}], guards: [pii-after, cards-after]}
              - {name: engine, deployments: [{upstream: here, model: smoke}], guards: [pii, pii-after, cards-after]}
              - {name: slow, deployments: [{upstream: there, model: private}], guards: [slow]}
              - name: falls
                deployments: [{upstream: there, model: private}]
                retries: 0
                guards: [pii]
                fallbacks: {general: [plain]}
              - {name: plain, deployments: [{upstream: there, model: other}]}
            guards:
              pii: {kind: mask, entities: [email, ip], patterns: ['EMP-\\d{6}']}
              cards: {kind: block, entities: [credit_card]}
              pii-after: {kind: mask, entities: [email], when: [after]}
              cards-after: {kind: block, entities: [credit_card], when: [after]}
              slow: {kind: mask, patterns: ['(x+x+)+y']}
            """;

    private final Configured configured = new Configured(YAML);
    private final RunningGateway gateway = configured.gateway;

    GuardsTest() throws IOException {}

    @AfterEach
    void close() {
        configured.close();
    }

    private static String asking(String model, String content, String more) {
        return "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"" + content + "\"}]" + more
                + "}";
    }

    private static String answer(String content) {
        return "{\"id\":\"a@b.example\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\""
                + content + "\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":5}}";
    }

    private static String delta(String content) {
        return "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + content + "\"},\"finish_reason\":null}]}";
    }

    /// All text of a streamed conversation.
    private static String text(HttpResponse<String> response) {
        return RunningGateway.events(response).stream()
                .filter(event -> event.startsWith("{"))
                .map(event -> RunningGateway.json(event)
                        .at("/choices/0/delta/content")
                        .asText(""))
                .collect(Collectors.joining());
    }

    private String metrics() {
        return gateway.get("/metrics").body();
    }

    @Test
    void theUpstreamGetsTheRequestMaskedAndAllOtherBytesAsTheyCame() {
        configured.upstream.always(Reply.json(answer("ok")));

        HttpResponse<String> response = gateway.post(
                CHAT,
                "{\"model\" : \"asked\", \"user\":\"ada@example.org\",\n\"messages\":[ {\"role\":\"user\",\"content\":[{\"type\":"
                        + "\"text\",\"text\":\"I am ada\\u0040example.org \\u00e9\"},{\"type\":\"image_url\",\"image_url\":{\"url\":"
                        + "\"data:image/png;base64,AAAA\"}}]},{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"1.2.3.4\",\"type\":"
                        + "\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"ip\\\": \\\"10.0.0\\\\u002e1\\\"}\"}}]},"
                        + "{\"role\":\"tool\",\"tool_call_id\":\"1.2.3.4\",\"content\":\"EMP-123456 \\u00e9\"}],\"x\" : 1.50e2}");

        assertEquals(200, response.statusCode(), response.body());
        assertEquals(
                "{\"model\" : \"private\", \"user\":\"ada@example.org\",\n\"messages\":[ {\"role\":\"user\",\"content\":[{\"type\":"
                        + "\"text\",\"text\":\"I am <EMAIL> é\"},{\"type\":\"image_url\",\"image_url\":{\"url\":"
                        + "\"data:image/png;base64,AAAA\"}}]},{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"<IP>\",\"type\":"
                        + "\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"ip\\\": \\\"<IP>\\\"}\"}}]},"
                        + "{\"role\":\"tool\",\"tool_call_id\":\"<IP>\",\"content\":\"<PATTERN> é\"}],\"x\" : 1.50e2}",
                configured.sentOn());
        assertTrue(
                metrics().contains("aiplat_gateway_guard_hits_total{action=\"masked\",guard=\"pii\"} 5.0"), metrics());
    }

    @Test
    void whatIsBlockedReachesNoUpstreamAndCostsNothing() throws InterruptedException {
        HttpResponse<String> response = gateway.post(CHAT, asking("asked", "pay with " + CARD, ""));

        assertEquals(400, response.statusCode());
        assertEquals(
                "content_filter", RunningGateway.error(response).path("code").asText());
        assertEquals(
                "The guard 'cards' does not let this request pass: it has something of the kind 'credit_card' in it.",
                RunningGateway.error(response).path("message").asText());
        assertEquals(List.of(), configured.upstream.asked());
        configured.awaitLogged("error=content_filter");
        assertWithoutTheCard(response);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /v1/completions  | {"model":"asked","prompt":["a","a@b.example"]}                | "prompt":["a","<EMAIL>"]
            /v1/embeddings   | {"model":"asked","input":"a@b.example"}                       | "input":"<EMAIL>"
            /v1/responses    | {"model":"asked","input":"x","instructions":"a@b.example"}    | "instructions":"<EMAIL>"
            """)
    void everyPromptIsLookedAt(String path, String body, String sentOn) {
        configured.upstream.always(
                Reply.json("{\"data\":[],\"choices\":[],\"output\":[],\"usage\":{\"prompt_tokens\":1}}"));

        gateway.post(path, body);

        assertTrue(configured.sentOn().contains(sentOn), configured.sentOn());
    }

    @Test
    void anthropicsClientsAreRefusedInTheirOwnWords() {
        configured.gateway.engine.answer = (_, _) -> {
            throw new AssertionError("asked");
        };
        HttpResponse<String> response = gateway.post(
                "/v1/messages",
                "{\"model\":\"asked\",\"max_tokens\":5,\"system\":\"s\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":"
                        + "\"tool_result\",\"tool_use_id\":\"t\",\"content\":\"" + CARD + "\"}]}]}");

        assertEquals(400, response.statusCode());
        assertEquals("error", RunningGateway.json(response).path("type").asText());
        assertEquals(
                "invalid_request_error",
                RunningGateway.error(response).path("type").asText());
    }

    @Test
    void tokenNumbersAndLogprobsAreRefusedWhereTheyWouldHideSomething() {
        HttpResponse<String> tokens = gateway.post("/v1/completions", "{\"model\":\"asked\",\"prompt\":[1,2,3]}");
        HttpResponse<String> logprobs = gateway.post(CHAT, asking("answered", "hi", ",\"logprobs\":true"));

        assertEquals("prompt", RunningGateway.error(tokens).path("param").asText());
        assertEquals("logprobs", RunningGateway.error(logprobs).path("param").asText());
        assertEquals(List.of(), configured.upstream.asked());
    }

    @Test
    void aStandInGetsWhatTheGuardsOfTheModelAskedForHaveLeft() {
        configured.upstream.reply(Reply.status(500, "{}"));
        configured.upstream.reply(Reply.json(answer("ok")));

        assertEquals(200, gateway.post(CHAT, asking("falls", "a@b.example", "")).statusCode());

        assertTrue(
                configured.sentOn().contains("\"other\"") && configured.sentOn().contains("<EMAIL>"));
    }

    @Test
    void aPatternThatTakesTooLongLetsNothingPass() {
        HttpResponse<String> response = gateway.post(CHAT, asking("slow", "x".repeat(5000), ""));

        assertEquals(400, response.statusCode());
        assertEquals("guard_failed", RunningGateway.error(response).path("code").asText());
        assertEquals(List.of(), configured.upstream.asked());
    }

    @Test
    void anAnswerIsMaskedAndPaid() throws InterruptedException {
        configured.upstream.reply(Reply.json(answer("ask a\\u0040b.example")));

        HttpResponse<String> response = gateway.post(CHAT, asking("answered", "hi", ""));

        assertEquals(answer("ask <EMAIL>"), response.body());
        configured.awaitLogged("tokens_out=5");
    }

    @Test
    void anAnswerThatIsBlockedNeverReachesTheClient() throws InterruptedException {
        configured.upstream.reply(Reply.json(answer("use " + CARD)));

        HttpResponse<String> response = gateway.post(CHAT, asking("answered", "hi", ""));

        assertEquals(400, response.statusCode());
        assertEquals(
                "content_filter", RunningGateway.error(response).path("code").asText());
        configured.awaitLogged("tokens_out=5");
    }

    @Test
    void whatIsSplitAcrossPiecesOfAStreamIsMasked() {
        configured.upstream.reply(Reply.events(
                delta("Write to ad"),
                delta("a@exam"),
                delta("ple.or"),
                delta("g, then wait. " + "x".repeat(200)),
                delta(" b@c.ex"),
                delta("ample"),
                FrontOf.STOP,
                FrontOf.USAGE,
                FrontOf.DONE));

        HttpResponse<String> response = gateway.post(CHAT, asking("answered", "hi", FrontOf.STREAM));

        assertEquals("Write to <EMAIL>, then wait. " + "x".repeat(200) + " <EMAIL>", text(response));
        assertEquals("[DONE]", RunningGateway.events(response).getLast());
        assertEquals(FrontOf.STOP, RunningGateway.events(response).reversed().get(1));
    }

    @Test
    void aStreamThatIsBlockedEndsWithAnErrorAndTheUpstreamIsStopped() throws InterruptedException {
        configured.upstream.reply(
                Reply.events(delta("It is 4111 11"), delta("11 1111 1111" + " and so on".repeat(30)), FrontOf.STOP)
                        .hanging());

        HttpResponse<String> response = gateway.post(CHAT, asking("answered", "hi", FrontOf.STREAM));

        configured.upstream.awaitLeaving();
        String last = RunningGateway.events(response).getLast();
        assertEquals(
                "content_filter", RunningGateway.json(last).at("/error/code").asText(), response.body());
        assertWithoutTheCard(response);
        assertFalse(response.body().contains("[DONE]"), response.body());
        configured.awaitLogged("stream=blocked");
    }

    @Test
    void argumentsOfToolsInAStreamAreMaskedAsAWhole() {
        String head =
                "{\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":1,\"id\":\"c\",\"function\":{\"name\":"
                        + "\"mail\",\"arguments\":\"\"}}]}}]}";
        String piece =
                "{\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":1,\"function\":{\"arguments\":\"%s\"}}]}}]}";
        configured.upstream.reply(Reply.events(
                head,
                piece.formatted("{\\\"to\\\": \\\"a\\\\u0040"),
                piece.formatted("b.example\\\"}"),
                "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"tool_calls\"}]}",
                FrontOf.DONE));

        HttpResponse<String> response = gateway.post(CHAT, asking("answered", "hi", FrontOf.STREAM));

        String arguments = RunningGateway.events(response).stream()
                .filter(event -> event.startsWith("{"))
                .map(event -> RunningGateway.json(event)
                        .at("/choices/0/delta/tool_calls/0/function/arguments")
                        .asText(""))
                .collect(Collectors.joining());
        assertEquals("{\"to\": \"<EMAIL>\"}", arguments);
    }

    @Test
    void aStreamThatIsCutStaysCut() {
        configured.upstream.reply(Reply.events(delta("half an a@b")).cut());

        HttpResponse<String> response = gateway.post(CHAT, asking("answered", "hi", FrontOf.STREAM));

        assertTrue(response.body().contains("\"upstream_cut\""), response.body());
        assertFalse(response.body().contains("[DONE]"), response.body());
    }

    @Test
    void whatIsTranslatedIsMaskedAndBlockedToo() throws InterruptedException {
        String asking = "{\"model\":\"answered\",\"stream\":true,\"max_tokens\":9,\"messages\":[{\"role\":\"user\","
                + "\"content\":\"hi\"}]}";
        configured.upstream.reply(
                Reply.events(delta("mail a@b"), delta(".example"), FrontOf.STOP, FrontOf.USAGE, FrontOf.DONE));
        String masked = gateway.post("/v1/messages", asking).body();

        assertTrue(masked.contains("mail <EMAIL>") && masked.contains("message_stop"), masked);
        assertFalse(masked.contains("a@b"), masked);

        configured.upstream.reply(
                Reply.events(delta("4111 11"), delta("11 1111 1111" + " and so on".repeat(30)), FrontOf.STOP)
                        .hanging());
        HttpResponse<String> blocked = gateway.post("/v1/messages", asking);

        configured.upstream.awaitLeaving();
        assertTrue(RunningGateway.events(blocked).getLast().startsWith("error "), blocked.body());
        assertWithoutTheCard(blocked);
        configured.awaitLogged("stream=blocked");
    }

    /// Fails where an answer has the first digits of the card. The random identifiers of a request and an answer, long
    /// runs of hexadecimal digits, may have them by chance and are taken out first.
    private static void assertWithoutTheCard(HttpResponse<String> response) {
        assertFalse(response.body().replaceAll("[0-9a-f]{20,}", "").contains("4111"), response.body());
    }

    /// Two pieces with an address between them, and a tool that gets one.
    private void engineWritesAnAddress() {
        gateway.engine.answer = (_, sink) -> {
            sink.accept(new ChatDelta.Reasoning("they are r@s.exa"));
            sink.accept(new ChatDelta.Reasoning("mple"));
            sink.accept(new ChatDelta.Text("mail a@b"));
            sink.accept(new ChatDelta.Text(".example!"));
            sink.accept(new ChatDelta.Call(new ToolCall("call_1", "mail", "{\"to\":\"c@d.example\"}")));
            sink.accept(new ChatDelta.Finished(FinishReason.TOOL_CALLS, 3, 5));
        };
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /v1/chat/completions | "messages":[{"role":"user","content":"x@y.example"}]
            /v1/responses        | "input":"x@y.example"
            /v1/messages         | "max_tokens":9,"messages":[{"role":"user","content":"x@y.example"}]
            """)
    void theEnginesAnswersAreMaskedInEveryApi(String path, String prompt) {
        engineWritesAnAddress();
        String tools = path.contains("messages")
                ? ",\"tools\":[{\"name\":\"mail\",\"input_schema\":{\"type\":\"object\"}}]"
                : path.contains("responses")
                        ? ",\"tools\":[{\"type\":\"function\",\"name\":\"mail\",\"parameters\":{\"type\":\"object\"}}]"
                        : ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"mail\",\"parameters\":{\"type\":\"object\"}}}]";
        for (String stream : List.of("", FrontOf.STREAM)) {
            HttpResponse<String> response =
                    gateway.post(path, "{\"model\":\"engine\"," + prompt + tools + stream + "}");

            assertEquals(200, response.statusCode(), response.body());
            assertEquals(
                    "<EMAIL>",
                    gateway.engine.asked.getLast().messages().getLast().content());
            assertFalse(response.body().contains("example"), response.body());
            assertTrue(response.body().contains("mail <EMAIL>!"), response.body());
            assertTrue(
                    response.body().contains("{\\\"to\\\":\\\"<EMAIL>\\\"}")
                            || response.body().contains("{\"to\":\"<EMAIL>\"}"),
                    response.body());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /v1/chat/completions | "messages":[{"role":"user","content":"x"}]              | /error/code    | content_filter
            /v1/responses        | "input":"x"                                              | /code          | content_filter
            /v1/messages         | "max_tokens":9,"messages":[{"role":"user","content":"x"}] | /error/type   | invalid_request_error
            """)
    void theEngineIsStoppedAndTheClientToldInTheWordsOfItsApi(String path, String prompt, String place, String word) {
        gateway.engine.answer = (_, sink) -> {
            sink.accept(new ChatDelta.Text("it is " + CARD));
            for (int i = 0; i < 100_000; i++) {
                sink.accept(new ChatDelta.Text(" and so on"));
            }
            throw new AssertionError("was not stopped");
        };

        HttpResponse<String> response = gateway.post(path, "{\"model\":\"engine\",\"stream\":true," + prompt + "}");

        String last = RunningGateway.events(response).getLast().replaceFirst("^error ", "");
        assertEquals(word, RunningGateway.json(last).at(place).asText(), response.body());
        assertWithoutTheCard(response);
    }

    @Test
    void eventsOfResponsesAreNumberedWithoutAGap() {
        engineWritesAnAddress();
        HttpResponse<String> response =
                gateway.post("/v1/responses", "{\"model\":\"engine\",\"input\":\"x\",\"stream\":true}");

        List<String> events = RunningGateway.events(response);
        for (int i = 0; i < events.size(); i++) {
            String data = events.get(i).substring(events.get(i).indexOf('{'));
            assertEquals(i, RunningGateway.json(data).path("sequence_number").asInt(-1), data);
        }
    }

    @Test
    void bytesOfAStreamWithoutAnythingToMaskStayTheSameInAll() {
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        String text = "plain \\u00e9 € 🦙 ".repeat(30);
        for (String piece : text.split("(?<= )")) {
            sent.writeBytes(("data: " + delta(piece) + "\n\n").getBytes(StandardCharsets.UTF_8));
        }
        sent.writeBytes(("data: " + FrontOf.STOP + "\n\ndata: [DONE]\n\n").getBytes(StandardCharsets.UTF_8));
        configured.upstream.reply(Reply.chunks(List.of(sent.toByteArray())));

        HttpResponse<String> response = gateway.post(CHAT, asking("answered", "hi", FrontOf.STREAM));

        assertEquals(RunningGateway.json("\"" + text + "\"").asText(), text(response));
    }
}
