package io.aiplat.gateway;

import static io.aiplat.gateway.FrontOf.error;
import static io.aiplat.gateway.FrontOf.header;
import static io.aiplat.gateway.RunningGateway.events;
import static io.aiplat.gateway.RunningGateway.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.gateway.FrontOf.Rules;
import io.aiplat.gateway.Misbehaving.Reply;
import io.aiplat.governance.spend.SpendRow;
import io.aiplat.routing.Fallbacks;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Anthropic's clients and servers that are compatible with OpenAI's: what they ask in chat completions, and
/// the answer in blocks.
@Timeout(20)
class MessagesOverOpenAiTest {
    private static final String MESSAGES = "/v1/messages";
    private static final String HI = ",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";
    private static final String USAGE = "{\"choices\":[],\"usage\":{\"prompt_tokens\":30,\"completion_tokens\":5,"
            + "\"prompt_tokens_details\":{\"cached_tokens\":10}}}";

    private final FrontOf front = new FrontOf(Rules.USUAL.orElse(Fallbacks.NONE));

    MessagesOverOpenAiTest() throws IOException {}

    @AfterEach
    void close() {
        front.close();
    }

    private HttpResponse<String> ask(String more, Reply reply) {
        front.upstream.reply(reply);
        return front.gateway.post(MESSAGES, "{\"model\":\"public\"" + more + "}");
    }

    private JsonNode asked(String more) {
        HttpResponse<String> response = ask(more, says("Hello"));
        assertEquals(200, response.statusCode(), response.body());
        return json(front.upstream.asked().getLast().body());
    }

    private static Reply says(String text) {
        return Reply.events(piece("\"content\":\"" + text + "\""), FrontOf.STOP, USAGE, FrontOf.DONE);
    }

    private static String piece(String delta) {
        return "{\"choices\":[{\"index\":0,\"delta\":{" + delta + "},\"finish_reason\":null}]}";
    }

    @Test
    void asksForAChatCompletion() {
        JsonNode question = asked("""
            ,"max_tokens":9,"temperature":0.5,"top_k":4,"stop_sequences":["x"],"system":"be brief",
            "thinking":{"type":"enabled","budget_tokens":2000},
            "tools":[{"name":"f","input_schema":{"type":"object"}}],
            "tool_choice":{"type":"any","disable_parallel_tool_use":true},
            "messages":[
             {"role":"user","content":[{"type":"text","text":"what?"},
               {"type":"image","source":{"type":"base64","media_type":"image/png","data":"iVBORw0KGgo="}}]},
             {"role":"assistant","content":[{"type":"tool_use","id":"t1","name":"f","input":{"a":1}}]},
             {"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","content":"42"},
               {"type":"text","text":"and?"}]}]\
            """);

        assertEquals(json("""
            {"model":"private","stream":true,"stream_options":{"include_usage":true},"messages":[
              {"role":"system","content":"be brief"},
              {"role":"user","content":[{"type":"text","text":"what?"},
                {"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw0KGgo="}}]},
              {"role":"assistant","content":null,"tool_calls":[
                {"id":"t1","type":"function","function":{"name":"f","arguments":"{\\"a\\":1}"}}]},
              {"role":"tool","tool_call_id":"t1","content":"42"},
              {"role":"user","content":"and?"}],
             "max_tokens":9,"temperature":0.5,"top_k":4,"stop":["x"],
             "tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object"}}}],
             "tool_choice":"required","parallel_tool_calls":false,"reasoning_effort":"low"}\
            """), question);
        assertEquals(
                "POST /v1/chat/completions HTTP/1.1",
                front.upstream.asked().getLast().line());
        assertEquals("Bearer sk-upstream", front.upstream.asked().getLast().header("authorization"));
    }

    @Test
    void picturesOfToolsFollowTheirAnswers() {
        JsonNode question = asked("""
            ,"max_tokens":9,"messages":[
             {"role":"assistant","content":[{"type":"tool_use","id":"t1","name":"f","input":{}},
               {"type":"tool_use","id":"t2","name":"f","input":{}}]},
             {"role":"user","content":[
               {"type":"tool_result","tool_use_id":"t1","content":[
                 {"type":"image","source":{"type":"base64","media_type":"image/png","data":"iVBORw0KGgo="}}]},
               {"type":"tool_result","tool_use_id":"t2","content":"b"}]}]\
            """);

        assertEquals(
                json("""
                    [{"role":"tool","tool_call_id":"t1","content":""},
                     {"role":"tool","tool_call_id":"t2","content":"b"},
                     {"role":"user","content":[
                       {"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw0KGgo="}}]}]\
                    """),
                json("[" + question.at("/messages/1") + "," + question.at("/messages/2") + ","
                        + question.at("/messages/3") + "]"));
    }

    @Test
    void answersWithBlocks() throws InterruptedException {
        HttpResponse<String> response = ask(
                HI,
                Reply.events(
                        piece("\"reasoning_content\":\"hm\""),
                        piece("\"content\":\"well\""),
                        piece("\"tool_calls\":[{\"index\":0,\"id\":\"c1\",\"function\":{\"name\":\"f\","
                                + "\"arguments\":\"{\\\"a\\\"\"}}]"),
                        piece("\"tool_calls\":[{\"index\":1,\"id\":\"c2\",\"function\":{\"name\":\"g\","
                                + "\"arguments\":\"\"}}]"),
                        piece("\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\":1}\"}}]"),
                        "{\"choices\":[{\"delta\":{},\"finish_reason\":\"tool_calls\"}]}",
                        USAGE,
                        FrontOf.DONE));

        JsonNode answer = json(response);
        assertEquals("hm", answer.at("/content/0/thinking").asText(), response.body());
        assertEquals("well", answer.at("/content/1/text").asText());
        assertEquals(1, answer.at("/content/2/input/a").asInt());
        assertEquals("c1", answer.at("/content/2/id").asText());
        assertEquals("g", answer.at("/content/3/name").asText());
        assertEquals("tool_use", answer.path("stop_reason").asText());
        assertEquals("public", answer.path("model").asText());
        assertEquals(20, answer.at("/usage/input_tokens").asInt());
        assertEquals(10, answer.at("/usage/cache_read_input_tokens").asInt());
        SpendRow row = front.spent(1);
        assertEquals(30, row.input());
        assertEquals(10, row.cached());
        assertEquals(5, row.output());
    }

    @Test
    void streamsBlocks() {
        HttpResponse<String> response = ask(HI + FrontOf.STREAM, says("Hello"));

        List<String> names = events(response).stream()
                .map(event -> event.substring(0, event.indexOf(' ')))
                .toList();
        assertEquals(
                List.of(
                        "message_start",
                        "content_block_start",
                        "content_block_delta",
                        "content_block_stop",
                        "message_delta",
                        "message_stop"),
                names);
    }

    @Test
    void anAnswerNobodyCountedIsGuessedAndSaysSo() throws InterruptedException {
        HttpResponse<String> response = ask(HI, Reply.events(piece("\"content\":\"a\""), FrontOf.STOP));

        assertEquals("true", header(response, "x-aiplat-estimated"));
        assertEquals(1, front.spent(1).estimated());
    }

    @Test
    void aStreamWithoutItsEndEndsInAnthropicsErrorEvent() {
        HttpResponse<String> response = ask(HI + FrontOf.STREAM, Reply.events(piece("\"content\":\"a\"")));

        String last = events(response).getLast();
        assertTrue(last.startsWith("error {\"type\":\"error\""), last);
        assertFalse(response.body().contains("message_stop"), response.body());
    }

    @Test
    void errorsAreToldInAnthropicsEnvelope() {
        HttpResponse<String> response = ask(HI, Reply.status(400, "{\"error\":{\"message\":\"no such tool\"}}"));
        HttpResponse<String> inside = ask(HI, Reply.events("{\"error\":{\"message\":\"out of memory\",\"code\":500}}"));

        assertEquals(400, response.statusCode());
        assertEquals("invalid_request_error", error(response).path("type").asText());
        assertEquals("no such tool", error(response).path("message").asText());
        assertEquals(502, inside.statusCode());
        assertEquals("api_error", error(inside).path("type").asText());
    }

    @Test
    void estimatesWhatItCannotCountAndSaysSo() throws InterruptedException {
        HttpResponse<String> response = front.gateway.post(
                "/v1/messages/count_tokens",
                "{\"model\":\"public\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");

        assertEquals(200, response.statusCode(), response.body());
        assertTrue(json(response).path("input_tokens").asInt() > 2, response.body());
        assertEquals("true", header(response, "x-aiplat-estimated"));
        assertEquals(0, front.upstream.asked().size());
        assertEquals(0, front.spent(1).micros());
    }

    @Test
    void aPictureIsNotCountedAsText() {
        String picture = "iVBORw0KGgo" + "A".repeat(100_001);
        String block = "{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":\""
                + picture + "\"}}";
        HttpResponse<String> response = front.gateway.post(
                "/v1/messages/count_tokens",
                "{\"model\":\"public\",\"messages\":[{\"role\":\"user\",\"content\":[" + block
                        + ",{\"type\":\"tool_result\",\"tool_use_id\":\"t1\",\"content\":[" + block + "]}]}]}");

        int counted = json(response).path("input_tokens").asInt();
        assertTrue(counted > 2000 && counted < 10_000, response.body());
    }
}
