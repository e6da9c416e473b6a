package io.aiplat.gateway;

import static io.aiplat.gateway.FrontOf.header;
import static io.aiplat.gateway.RunningGateway.events;
import static io.aiplat.gateway.RunningGateway.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.gateway.FrontOf.Rules;
import io.aiplat.routing.Fallbacks;
import io.aiplat.routing.UpstreamKind;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Histories that Anthropic's cloud would refuse are told so that it does not, and what it can do is carried to it.
@Timeout(20)
class ChatHistoryOverAnthropicTest {
    private final FrontOf front = new FrontOf(Rules.USUAL.orElse(Fallbacks.NONE), UpstreamKind.ANTHROPIC);

    ChatHistoryOverAnthropicTest() throws IOException {}

    @AfterEach
    void close() {
        front.close();
    }

    private HttpResponse<String> send(String messages, String more) {
        front.upstream.reply(AnthropicCloud.says("Hello"));
        HttpResponse<String> response =
                front.gateway.post(FrontOf.CHAT, "{\"model\":\"public\",\"messages\":[" + messages + "]" + more + "}");
        assertEquals(200, response.statusCode(), response.body());
        return response;
    }

    private JsonNode told(String messages, String more) {
        send(messages, more);
        return json(front.upstream.asked().getLast().body());
    }

    private JsonNode turns(String messages) {
        return told(messages, "").path("messages");
    }

    @Test
    void eachCallHasOneResultThatFollowsAtOnceAndEachResultItsCall() {
        JsonNode turns = turns("""
                {"role":"user","content":"go"},
                {"role":"assistant","content":"  ","tool_calls":[
                  {"id":"a b:1","type":"function","function":{"name":"f","arguments":"{\\"path\\": \\"a.t"}},
                  {"id":"x","type":"function","function":{"name":"g","arguments":"null"}}]},
                {"role":"user","content":"wait"},
                {"role":"tool","tool_call_id":"a b:1","content":"1"},
                {"role":"tool","tool_call_id":"gone","content":"2"},
                {"role":"assistant","content":"ok","tool_calls":[{"id":"x","function":{"name":"g","arguments":{}}}]}""");

        String first = turns.at("/1/content/0/id").asText();
        String second = turns.at("/1/content/1/id").asText();
        String third = turns.at("/3/content/1/id").asText();
        assertEquals(
                3,
                List.of(first, second, third).stream()
                        .collect(Collectors.toSet())
                        .size());
        assertEquals(
                List.of(),
                List.of(first, second, third).stream()
                        .filter(id -> !id.matches("[a-zA-Z0-9_-]+"))
                        .toList());
        assertEquals(json("""
                [{"role":"user","content":[{"type":"text","text":"go"}]},
                 {"role":"assistant","content":[
                   {"type":"tool_use","id":"%1$s","name":"f","input":{"arguments":"{\\"path\\": \\"a.t"}},
                   {"type":"tool_use","id":"%2$s","name":"g","input":{}}]},
                 {"role":"user","content":[
                   {"type":"tool_result","tool_use_id":"%1$s","content":[{"type":"text","text":"1"}]},
                   {"type":"tool_result","tool_use_id":"%2$s","content":[{"type":"text","text":"There is no result."}]},
                   {"type":"text","text":"wait"},
                   {"type":"text","text":"A tool has answered: 2"}]},
                 {"role":"assistant","content":[{"type":"text","text":"ok"},
                   {"type":"tool_use","id":"%3$s","name":"g","input":{}}]},
                 {"role":"user","content":[
                   {"type":"tool_result","tool_use_id":"%3$s","content":[{"type":"text","text":"There is no result."}]}]}]""".formatted(first, second, third)), turns);
    }

    @Test
    void theFirstTurnIsTheUsersAndNewerModelsHaveNoLastOneOfTheirOwn() {
        JsonNode turns = turns("{\"role\":\"assistant\",\"content\":\"Welcome\"},{\"role\":\"user\",\"content\":\" \"},"
                + "{\"role\":\"assistant\",\"content\":\"Well, \"}");

        assertEquals("user", turns.at("/0/role").asText());
        assertEquals("user", turns.path(turns.size() - 1).path("role").asText());
        assertEquals(3, turns.size(), turns.toString());
        assertEquals(
                "user",
                turns("{\"role\":\"system\",\"content\":\"Tell a joke\"}")
                        .at("/0/role")
                        .asText());
    }

    @Test
    void signedThoughtsAreGivenBackAndOthersAreNot() {
        JsonNode turns = turns("""
                {"role":"user","content":"go"},
                {"role":"assistant","content":"a","thinking_blocks":[{"type":"thinking","thinking":"hm","signature":"s"},
                  {"type":"redacted_thinking","data":"d"}]},
                {"role":"user","content":"and"},
                {"role":"assistant","content":"b","reasoning_content":"hm"},{"role":"user","content":"so?"}""");

        assertEquals(json("""
                [{"type":"thinking","thinking":"hm","signature":"s"},{"type":"redacted_thinking","data":"d"},
                 {"type":"text","text":"a"}]"""), turns.at("/1/content"));
        assertEquals(1, turns.at("/3/content").size());
    }

    @Test
    void cacheMarksStandWhereTheClientHasSetThem() {
        String mark = "\"cache_control\":{\"type\":\"ephemeral\"}";
        JsonNode told = told(
                "{\"role\":\"system\",\"content\":[{\"type\":\"text\",\"text\":\"long\"," + mark + "},"
                        + "{\"type\":\"text\",\"text\":\"short\"}]},{\"role\":\"user\",\"content\":\"hi\"," + mark
                        + "}",
                ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"},\"cache_control\":{\"type\":\"ephemeral\","
                        + "\"ttl\":\"1h\",\"vendor\":1}}]");

        assertEquals(
                json("[{\"type\":\"text\",\"text\":\"long\"," + mark + "},{\"type\":\"text\",\"text\":\"short\"}]"),
                told.path("system"));
        assertEquals(json("{\"type\":\"text\",\"text\":\"hi\"," + mark + "}"), told.at("/messages/0/content/0"));
        assertEquals(json("{\"type\":\"ephemeral\",\"ttl\":\"1h\"}"), told.at("/tools/0/cache_control"));
    }

    @Test
    void noMoreThanFourCacheMarksAreSet() {
        String part = "{\"type\":\"text\",\"text\":\"a\",\"cache_control\":{\"type\":\"ephemeral\"}}";
        JsonNode told = told(
                "{\"role\":\"user\",\"content\":[" + String.join(",", List.of(part, part, part, part, part, part))
                        + "]}",
                "");

        assertEquals(4, told.findValues("cache_control").size());
        assertFalse(told.at("/messages/0/content/0").has("cache_control"));
    }

    @Test
    void picturesAreFetchedByTheServerAndPdfsAreDocuments() {
        JsonNode told = told("""
                {"role":"user","content":[{"type":"image_url","image_url":{"url":"https://a.example/b.png","detail":"low"}},
                  {"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,JVBERi0xLjQK"},
                   "cache_control":{"type":"ephemeral"}},
                  {"type":"text","text":"what?"}]}""", "");

        assertEquals(json("""
                [{"type":"image","source":{"type":"url","url":"https://a.example/b.png"}},
                 {"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"JVBERi0xLjQK"},
                  "title":"a.pdf","cache_control":{"type":"ephemeral"}},
                 {"type":"text","text":"what?"}]"""), told.at("/messages/0/content"));
    }

    @Test
    void whatAToolOfAResponseShowsIsInItsResult() {
        front.upstream.reply(AnthropicCloud.says("Hello"));
        HttpResponse<String> response = front.gateway.post("/v1/responses", """
                {"model":"public","input":[{"role":"user","content":"read"},
                {"type":"function_call","call_id":"c","name":"f","arguments":"{}"},
                {"type":"function_call_output","call_id":"c","output":[
                 {"type":"input_file","filename":"a.pdf","file_data":"JVBERi0xLjQK"},
                 {"type":"input_image","image_url":"https://a.example/b.png"}]}]}""");

        assertEquals(200, response.statusCode(), response.body());
        JsonNode told = json(front.upstream.asked().getLast().body());
        assertEquals(json("""
                [{"type":"image","source":{"type":"url","url":"https://a.example/b.png"}},
                 {"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"JVBERi0xLjQK"},
                  "title":"a.pdf"}]"""), told.at("/messages/2/content/0/content"));
    }

    @Test
    void theJsonModeIsAnInstructionAndTheObjectAlone() {
        String json = ",\"response_format\":{\"type\":\"json_object\"}";
        HttpResponse<String> whole =
                front.chat(json, AnthropicCloud.says("Here: ```json\\n{\\\"a\\\"", ": \\\"}\\\"}\\n``", "`"));
        HttpResponse<String> stream =
                front.chat(FrontOf.STREAM + json, AnthropicCloud.says("```", "{\\\"a\\\": {}", "}", " done"));
        HttpResponse<String> none = front.chat(json, AnthropicCloud.says("I can", "not"));

        assertEquals(
                "{\"a\": \"}\"}", json(whole).at("/choices/0/message/content").asText());
        assertEquals(
                "{\"a\": {}}",
                events(stream).stream()
                        .filter(event -> event.startsWith("{"))
                        .map(event -> json(event).at("/choices/0/delta/content").asText())
                        .collect(Collectors.joining()));
        assertEquals("I cannot", json(none).at("/choices/0/message/content").asText());
        assertEquals(
                1, json(front.upstream.asked().getLast().body()).path("system").size());
    }

    @Test
    void samplingOfOtherServersIsLeftOutAndNamed() {
        HttpResponse<String> response =
                send("{\"role\":\"user\",\"content\":\"hi\"}", ",\"min_p\":0.1,\"top_p\":0,\"repetition_penalty\":1");

        assertEquals(
                List.of("min_p", "repetition_penalty"),
                List.of(header(response, "x-aiplat-dropped-params").split(", ")).stream()
                        .sorted()
                        .toList());
        assertEquals(
                0, json(front.upstream.asked().getLast().body()).path("top_p").asInt(9));
    }
}
