package io.aiplat.gateway;

import static io.aiplat.gateway.FrontOf.error;
import static io.aiplat.gateway.FrontOf.header;
import static io.aiplat.gateway.RunningGateway.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.gateway.FrontOf.Rules;
import io.aiplat.gateway.Misbehaving.Reply;
import io.aiplat.governance.spend.SpendRow;
import io.aiplat.routing.Fallbacks;
import io.aiplat.routing.UpstreamKind;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// OpenAI's clients and Anthropic's cloud: what they ask in its words, and its answer in theirs.
@Timeout(20)
class ChatOverAnthropicTest {
    private static final String WEATHER = """
        ,"tools":[{"type":"function","function":{"name":"weather","description":"tells it",
          "parameters":{"properties":{"city":{"type":"string"}}}}}]\
        """;

    private FrontOf front = new FrontOf(Rules.USUAL.orElse(Fallbacks.NONE), UpstreamKind.ANTHROPIC);

    ChatOverAnthropicTest() throws IOException {}

    @AfterEach
    void close() {
        front.close();
    }

    private void restart(Rules rules) throws IOException {
        front.close();
        front = new FrontOf(rules, UpstreamKind.ANTHROPIC);
    }

    /// What the cloud was asked when a client asks this.
    private JsonNode asked(String more) {
        HttpResponse<String> response = front.chat(more, AnthropicCloud.says("Hello"));
        assertEquals(200, response.statusCode(), response.body());
        return json(front.upstream.asked().getLast().body());
    }

    private JsonNode askedAbout(String messages) {
        front.upstream.reply(AnthropicCloud.says("Hello"));
        HttpResponse<String> response =
                front.gateway.post(FrontOf.CHAT, "{\"model\":\"public\",\"messages\":[" + messages + "]}");
        assertEquals(200, response.statusCode(), response.body());
        return json(front.upstream.asked().getLast().body());
    }

    @Test
    void asksInTheWordsOfTheCloud() {
        JsonNode question = asked(",\"max_tokens\":7,\"temperature\":0.5,\"top_p\":1,\"stop\":[\"x\",\"y\"]");

        assertEquals(json("""
            {"model":"private","max_tokens":7,"stream":true,
             "messages":[{"role":"user","content":[{"type":"text","text":"hi"}]}],
             "temperature":0.5,"stop_sequences":["x","y"]}\
            """), question);
        assertEquals(
                "POST /v1/messages HTTP/1.1", front.upstream.asked().getLast().line());
        assertEquals("sk-upstream", front.upstream.asked().getLast().header("x-api-key"));
        assertEquals("2023-06-01", front.upstream.asked().getLast().header("anthropic-version"));
    }

    @Test
    void saysHowLongAnAnswerMayBeBecauseTheCloudMustBeTold() throws IOException {
        assertEquals(4096, asked("").path("max_tokens").asInt());
        assertEquals(9, asked(",\"max_completion_tokens\":9").path("max_tokens").asInt());
        restart(Rules.USUAL.capped(5));
        assertEquals(5, asked(",\"max_tokens\":9").path("max_tokens").asInt());
    }

    @Test
    void whatTheSystemSaysStandsApart() {
        JsonNode question = askedAbout("""
            {"role":"system","content":"be brief"},{"role":"developer","content":"be kind"},
            {"role":"user","content":"hi"}\
            """);

        assertEquals(
                json("[{\"type\":\"text\",\"text\":\"be brief\"},{\"type\":\"text\",\"text\":\"be kind\"}]"),
                question.path("system"));
        assertEquals(1, question.path("messages").size());
    }

    @Test
    void resultsOfParallelCallsComeInOneTurn() {
        JsonNode question = askedAbout("""
            {"role":"user","content":"weather?"},
            {"role":"assistant","content":null,"tool_calls":[
              {"id":"c1","type":"function","function":{"name":"weather","arguments":"{\\"city\\":\\"Bern\\"}"}},
              {"id":"c2","type":"function","function":{"name":"weather","arguments":""}}]},
            {"role":"tool","tool_call_id":"c1","content":"rain"},
            {"role":"tool","tool_call_id":"c2","content":""},
            {"role":"user","content":"so?"}\
            """);

        assertEquals(json("""
            [{"role":"user","content":[{"type":"text","text":"weather?"}]},
             {"role":"assistant","content":[
               {"type":"tool_use","id":"c1","name":"weather","input":{"city":"Bern"}},
               {"type":"tool_use","id":"c2","name":"weather","input":{}}]},
             {"role":"user","content":[
               {"type":"tool_result","tool_use_id":"c1","content":[{"type":"text","text":"rain"}]},
               {"type":"tool_result","tool_use_id":"c2","content":[]},
               {"type":"text","text":"so?"}]}]\
            """), question.path("messages"));
    }

    @ParameterizedTest
    @CsvSource({
        "iVBORw0KGgo=, image/png",
        "/9j/4AAQ, image/jpeg",
        "R0lGODlh, image/gif",
        "UklGRtIEAABXRUJQVlA4IA==, image/webp"
    })
    void picturesAreWhatTheyAre(String base64, String type) {
        JsonNode question = askedAbout("""
            {"role":"user","content":[{"type":"text","text":"what?"},
              {"type":"image_url","image_url":{"url":"data:image/png;base64,%s"}}]}\
            """.formatted(base64));

        JsonNode picture = question.at("/messages/0/content/0/source");
        assertEquals(type, picture.path("media_type").asText());
        assertEquals(base64, picture.path("data").asText());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
        ,"tool_choice":"auto"                                                  | none
        ,"tool_choice":"none"                                                  | {"type":"none"}
        ,"tool_choice":"required"                                              | {"type":"any"}
        ,"tool_choice":{"type":"function","function":{"name":"weather"}}       | {"type":"tool","name":"weather"}
        ,"parallel_tool_calls":false | {"type":"auto","disable_parallel_tool_use":true}
        """)
    void toolsMayOrMustBeCalledAsTheClientSays(String more, String choice) {
        JsonNode question = asked(WEATHER + more);

        assertEquals(json("""
            [{"name":"weather","description":"tells it",
              "input_schema":{"properties":{"city":{"type":"string"}},"type":"object"}}]\
            """), question.path("tools"));
        assertEquals(choice == null ? json("{}").path("x") : json(choice), question.path("tool_choice"));
    }

    @Test
    void answersInOnePiece() throws InterruptedException {
        HttpResponse<String> response = front.chat("", AnthropicCloud.says("Hel", "lo"));

        JsonNode answer = json(response);
        assertEquals("Hello", answer.at("/choices/0/message/content").asText());
        assertEquals("stop", answer.at("/choices/0/finish_reason").asText());
        assertEquals("public", answer.path("model").asText());
        assertEquals(30, answer.at("/usage/prompt_tokens").asInt());
        assertEquals(20, answer.at("/usage/prompt_tokens_details/cached_tokens").asInt());
        assertEquals(15, answer.at("/usage/completion_tokens").asInt());
        SpendRow row = front.spent(1);
        assertEquals(30, row.input());
        assertEquals(20, row.cached());
        assertEquals(15, row.output());
        assertEquals(0, row.estimated());
    }

    @Test
    void streamsPieceByPiece() {
        HttpResponse<String> response = front.chat(
                FrontOf.STREAM + ",\"stream_options\":{\"include_usage\":true}", AnthropicCloud.says("Hel", "lo"));

        List<String> events = RunningGateway.events(response);
        assertEquals("Hel", json(events.get(1)).at("/choices/0/delta/content").asText());
        assertEquals("lo", json(events.get(2)).at("/choices/0/delta/content").asText());
        assertEquals("stop", json(events.get(3)).at("/choices/0/finish_reason").asText());
        assertEquals(30, json(events.get(4)).at("/usage/prompt_tokens").asInt());
        assertEquals(FrontOf.DONE, events.get(5));
    }

    @Test
    void thoughtsAndCallsComeApartFromTheText() {
        HttpResponse<String> response = front.chat(
                WEATHER,
                AnthropicCloud.stream(
                        AnthropicCloud.START,
                        "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"thinking\","
                                + "\"thinking\":\"\",\"signature\":\"\"}}",
                        "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"thinking_delta\","
                                + "\"thinking\":\"hm\"}}",
                        "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"signature_delta\","
                                + "\"signature\":\"abc\"}}",
                        AnthropicCloud.END,
                        call(1, "t1"),
                        arguments(1, "{\\\"city\\\": "),
                        arguments(1, "\\\"Bern\\\"}"),
                        AnthropicCloud.END,
                        call(2, "t2"),
                        AnthropicCloud.END,
                        AnthropicCloud.why("tool_use"),
                        AnthropicCloud.STOP));

        JsonNode choice = json(response).at("/choices/0");
        assertEquals("hm", choice.at("/message/reasoning_content").asText());
        assertEquals("t1", choice.at("/message/tool_calls/0/id").asText());
        assertEquals("weather", choice.at("/message/tool_calls/0/function/name").asText());
        assertEquals(
                "{\"city\": \"Bern\"}",
                choice.at("/message/tool_calls/0/function/arguments").asText());
        assertEquals("{}", choice.at("/message/tool_calls/1/function/arguments").asText());
        assertEquals("tool_calls", choice.path("finish_reason").asText());
    }

    private static String call(int index, String id) {
        return "{\"type\":\"content_block_start\",\"index\":" + index + ",\"content_block\":{\"type\":\"tool_use\","
                + "\"id\":\"" + id + "\",\"name\":\"weather\",\"input\":{}}}";
    }

    private static String arguments(int index, String more) {
        return "{\"type\":\"content_block_delta\",\"index\":" + index + ",\"delta\":{\"type\":\"input_json_delta\","
                + "\"partial_json\":\"" + more + "\"}}";
    }

    @ParameterizedTest
    @CsvSource({
        "end_turn, stop",
        "stop_sequence, stop",
        "max_tokens, length",
        "model_context_window_exceeded, length",
        "refusal, content_filter",
        "something_new, stop"
    })
    void saysWhyAnAnswerEnded(String there, String here) {
        HttpResponse<String> response = front.chat(
                "", AnthropicCloud.stream(AnthropicCloud.START, AnthropicCloud.why(there), AnthropicCloud.STOP));

        assertEquals(here, json(response).at("/choices/0/finish_reason").asText());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        seed              | "seed":1
        frequency_penalty | "frequency_penalty":0.5
        presence_penalty  | "presence_penalty":0.5
        logprobs          | "logprobs":true
        temperature       | "temperature":1.5
        stop              | "stop":"\\n"
        logit_bias        | "logit_bias":{"1":2}
        """)
    void whatTheCloudCannotDoIsRefusedByNameOrDropped(String parameter, String field) {
        HttpResponse<String> refused = front.chat("," + field);
        assertEquals(400, refused.statusCode(), refused.body());
        assertEquals(parameter, error(refused).path("param").asText());
        assertEquals(0, front.upstream.asked().size());

        HttpResponse<String> dropped = front.chat("," + field + ",\"drop_params\":true", AnthropicCloud.says("Hello"));
        assertEquals(200, dropped.statusCode(), dropped.body());
        assertEquals(parameter, header(dropped, "x-aiplat-dropped-params"));
    }

    @Test
    void whatAnAttemptThatFailedWouldHaveDroppedIsNotNamed() throws IOException {
        front.close();
        front = new FrontOf(
                Rules.USUAL.orElse(new Fallbacks(List.of("other"), List.of(), List.of())),
                UpstreamKind.ANTHROPIC,
                UpstreamKind.OPENAI);
        front.upstream.always(AnthropicCloud.error(500, "api_error", "oops"));
        front.second.always(Reply.json(FrontOf.ANSWER));

        HttpResponse<String> response = front.chat(",\"seed\":1,\"drop_params\":true");

        assertEquals(FrontOf.ANSWER, response.body());
        assertEquals("", header(response, "x-aiplat-dropped-params"));
    }

    @Test
    void theDefaultsOfTheApiAreNoUseOfIt() {
        JsonNode question = asked(",\"frequency_penalty\":0,\"presence_penalty\":0,\"temperature\":1,\"n\":1");

        assertFalse(question.has("temperature"));
    }

    @Test
    void aSchemaIsToldWhereTheCloudHasItsPlace() {
        JsonNode question = asked(
                ",\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"a\",\"schema\":{\"type\":\"object\"}}}");

        assertEquals(
                json("{\"format\":{\"type\":\"json_schema\",\"schema\":{\"type\":\"object\"}}}"),
                question.path("output_config"));
    }

    @Test
    void olderModelsAreToldInTokensHowMuchToThink() throws IOException {
        restart(Rules.USUAL.of("claude-sonnet-4-5-20250929"));
        JsonNode high = asked(",\"reasoning_effort\":\"high\"");
        JsonNode tight = asked(",\"reasoning_effort\":\"high\",\"max_tokens\":3000");

        assertEquals(json("{\"type\":\"enabled\",\"budget_tokens\":16384}"), high.path("thinking"));
        assertEquals(20_480, high.path("max_tokens").asInt());
        assertEquals(1500, tight.at("/thinking/budget_tokens").asInt());
        assertFalse(asked(",\"reasoning_effort\":\"high\",\"max_tokens\":1024").has("thinking"));
    }

    @Test
    void newerModelsAreToldADegreeOfThinking() throws IOException {
        restart(Rules.USUAL.of("claude-opus-4-6"));
        JsonNode question = asked(",\"reasoning_effort\":\"low\"");

        assertEquals(json("{\"type\":\"adaptive\"}"), question.path("thinking"));
        assertEquals("low", question.at("/output_config/effort").asText());
        assertEquals(
                json("{\"type\":\"disabled\"}"),
                asked(",\"reasoning_effort\":\"none\"").path("thinking"));
    }

    @Test
    void howMuchToThinkIsLeftOutWhereAModelThatThinksTakesNoOtherWish() {
        String think = ",\"reasoning_effort\":\"high\"";

        assertEquals(
                0.5, asked(think + ",\"temperature\":0.5").path("temperature").asDouble());
        JsonNode forced = asked(think + WEATHER + ",\"tool_choice\":\"required\"");
        assertEquals("any", forced.at("/tool_choice/type").asText());
        assertFalse(forced.has("thinking"));
    }

    @Test
    void severalAnswersAreAskedForOneByOne() throws InterruptedException {
        front.upstream.reply(AnthropicCloud.says("one"));
        HttpResponse<String> response = front.chat(",\"n\":2", AnthropicCloud.says("two"));

        assertEquals("two", json(response).at("/choices/1/message/content").asText());
        assertEquals(60, json(response).at("/usage/prompt_tokens").asInt());
        assertEquals(60, front.spent(1).input());
    }

    @Test
    void responsesAreAnsweredToo() {
        front.upstream.reply(AnthropicCloud.says("Hello"));
        HttpResponse<String> response =
                front.gateway.post("/v1/responses", "{\"model\":\"public\",\"input\":\"hi\",\"max_output_tokens\":8}");

        assertEquals("Hello", json(response).at("/output/0/content/0/text").asText(), response.body());
        assertEquals(30, json(response).at("/usage/input_tokens").asInt());
        assertEquals(
                8,
                json(front.upstream.asked().getLast().body()).path("max_tokens").asInt());
    }

    @Test
    void aStreamWithoutItsLastEventEndsInAnErrorAndWithoutDone() throws InterruptedException {
        HttpResponse<String> response = front.chat(
                FrontOf.STREAM,
                AnthropicCloud.stream(AnthropicCloud.START, AnthropicCloud.BEGIN, AnthropicCloud.text("Hel")));

        assertTrue(response.body().contains("\"upstream_cut\""), response.body());
        assertFalse(response.body().contains(FrontOf.DONE), response.body());
        SpendRow row = front.spent(1);
        assertEquals(30, row.input());
        assertEquals(1, row.estimated());
    }

    @Test
    void anErrorWithinAStreamIsTold() {
        HttpResponse<String> response = front.chat(
                FrontOf.STREAM,
                AnthropicCloud.stream(
                        AnthropicCloud.START,
                        AnthropicCloud.BEGIN,
                        AnthropicCloud.text("Hel"),
                        AnthropicCloud.error("overloaded_error", "Overloaded")));

        assertTrue(response.body().contains("\"upstream_overloaded\""), response.body());
        assertFalse(response.body().contains(FrontOf.DONE), response.body());
    }

    @Test
    void anAnswerThatIsCutIsAskedForAgainAsLongAsTheClientHasNothing() throws IOException {
        restart(Rules.USUAL);
        front.upstream.reply(AnthropicCloud.says("Hel", "lo").cut().cut().cut());
        HttpResponse<String> response = front.chat("", AnthropicCloud.says("Hello"));

        assertEquals("Hello", json(response).at("/choices/0/message/content").asText());
    }

    @Test
    void errorsAreToldInTheWordsOfTheClientsApi() {
        HttpResponse<String> tooLong = front.chat(
                "", AnthropicCloud.error(400, "invalid_request_error", "prompt is too long: 9 tokens > 8 maximum"));
        HttpResponse<String> limited = front.chat("", AnthropicCloud.error(429, "rate_limit_error", "slow down"));

        assertEquals(400, tooLong.statusCode());
        assertEquals("context_length_exceeded", error(tooLong).path("code").asText());
        assertEquals(429, limited.statusCode());
        assertEquals("upstream_rate_limited", error(limited).path("code").asText());
    }

    @Test
    void whatIsNoEventOfTheApiIsNoAnswer() {
        HttpResponse<String> response = front.chat("", Reply.events("{"));

        assertEquals(502, response.statusCode());
        assertEquals("upstream_cut", error(response).path("code").asText());
    }

    @Test
    void theCloudIsLeftWhenTheClientLeaves() throws Exception {
        front.upstream.reply(AnthropicCloud.says("Hello").hanging());
        Socket client = front.ask(FrontOf.STREAM);
        FrontOf.readUntil(client.getInputStream(), "Hello");

        client.close();
        front.upstream.awaitLeaving();

        front.awaitNoCalls();
        assertEquals(30, front.spent(1).input());
    }
}
