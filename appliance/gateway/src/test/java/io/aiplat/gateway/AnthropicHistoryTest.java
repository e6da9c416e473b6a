package io.aiplat.gateway;

import static io.aiplat.gateway.FrontOf.header;
import static io.aiplat.gateway.RunningGateway.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.gateway.FrontOf.Rules;
import io.aiplat.gateway.Misbehaving.Reply;
import java.io.IOException;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// History is data: whatever earlier turns of Anthropic's clients hold makes no request fail, and arrives in a form
/// that servers of OpenAI's API take.
@Timeout(30)
class AnthropicHistoryTest {
    private final FrontOf front = new FrontOf(Rules.USUAL);

    AnthropicHistoryTest() throws IOException {}

    @AfterEach
    void close() {
        front.close();
    }

    private HttpResponse<String> ask(String messages) {
        front.upstream.reply(Reply.events(FrontOf.PIECE, FrontOf.STOP, FrontOf.USAGE, FrontOf.DONE));
        return front.gateway.post(
                "/v1/messages", "{\"model\":\"public\",\"max_tokens\":9,\"messages\":[" + messages + "]}");
    }

    private JsonNode asked(String messages) {
        HttpResponse<String> response = ask(messages);
        assertEquals(200, response.statusCode(), response.body());
        return json(front.upstream.asked().getLast().body()).path("messages");
    }

    /// Blocks of an earlier turn of the assistant, and what the model is told of them.
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"type":"redacted_thinking","data":"opaque"}                                            | -
            {"type":"server_tool_use","id":"s1","name":"web_search","input":{"query":"rain"}}       | rain
            {"type":"web_search_tool_result","tool_use_id":"s1","content":[{"type":"web_search_result",\
            "title":"Weather","url":"https://w.example","encrypted_content":"opaque"}]} | Weather
            {"type":"web_search_tool_result","tool_use_id":"s1","content":{"type":"web_search_tool_result_error",\
            "error_code":"max_uses_exceeded"}} | max_uses_exceeded
            {"type":"web_fetch_tool_result","tool_use_id":"s1","content":{"type":"web_fetch_result","url":"u",\
            "content":{"type":"document","title":"Page","source":{"type":"text","media_type":"text/plain",\
            "data":"It rains."}}}} | It rains.
            {"type":"code_execution_tool_result","tool_use_id":"s1","content":{"type":"code_execution_result",\
            "stdout":"42","stderr":"","return_code":0,"content":[]}} | 42
            {"type":"bash_code_execution_tool_result","tool_use_id":"s1",\
            "content":{"type":"bash_code_execution_result","stdout":"ok","stderr":"warn",\
            "return_code":0,"content":[]}} | warn
            {"type":"tool_search_tool_result","tool_use_id":"s1",\
            "content":{"type":"tool_search_tool_search_result",\
            "tool_references":[{"type":"tool_reference","tool_name":"found"}]}} | found
            {"type":"mcp_tool_use","id":"m1","name":"echo","server_name":"s","input":{"a":"ping"}}  | ping
            {"type":"mcp_tool_result","tool_use_id":"m1","is_error":false,"content":[{"type":"text",\
            "text":"pong"}]} | pong
            {"type":"compaction","content":"What was said.","encrypted_content":"opaque"}           | What was said.
            {"type":"compaction","content":null,"encrypted_content":"opaque"}                       | -
            {"type":"container_upload","file_id":"f1"}                                              | -
            {"type":"fallback","from":{"model":"a"},"to":{"model":"b"}}                             | -
            {"type":"block_of_next_year","text":"new"}                                              | new
            {"type":"text","text":"said","citations":[{"type":"char_location","cited_text":"opaque"}]} | said
            {"type":"text","text":""}                                                               | -
            {"type":"text","text":null}                                                             | -
            {"type":"image","source":{"type":"file","file_id":"f1"}}                                | -
            {"type":"tool_result","tool_use_id":"none","content":"given"}                           | given
            "bare"                                                                                  | bare
            """)
    void blocksOfAnEarlierTurnAreTold(String block, String told) {
        JsonNode messages = asked("{\"role\":\"user\",\"content\":\"hi\"},{\"role\":\"assistant\",\"content\":[" + block
                + ",{\"type\":\"text\",\"text\":\"so\"}]},{\"role\":\"user\",\"content\":\"and?\"}");

        assertEquals(3, messages.size(), messages.toString());
        String said = messages.at("/1/content").asText();
        assertTrue(told.equals("-") ? said.equals("so") : said.contains(told), said);
        assertFalse(messages.toString().contains("opaque"), messages.toString());
    }

    @Test
    void whatHasNoTextIsNamed() {
        HttpResponse<String> response =
                ask("{\"role\":\"user\",\"content\":\"hi\"},{\"role\":\"assistant\",\"content\":["
                        + "{\"type\":\"redacted_thinking\",\"data\":\"x\"},{\"type\":\"text\",\"text\":\"so\"}]},"
                        + "{\"role\":\"user\",\"content\":\"and?\"}");

        assertEquals("messages[].content[].redacted_thinking", header(response, "x-aiplat-dropped-params"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ""    |
            null  |
            []    |
            [{"type":"text","text":""}] |
            {"type":"text","text":"one"} | one
            """)
    void emptyTurnsRefuseNothing(String content, String said) {
        JsonNode messages =
                asked("{\"role\":\"user\",\"content\":\"hi\"},{\"role\":\"assistant\",\"content\":" + content
                        + "},{\"role\":\"user\",\"content\":" + content + "},{\"role\":\"user\",\"content\":\"and?\"}");

        assertEquals(
                said == null ? "hi\nand?" : "one\nand?",
                messages.path(messages.size() - 1).path("content").asText());
        assertEquals(said == null ? 1 : 3, messages.size());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "input":{"a":1}           | {"a":1}
            "input":null              | {}
            "more":1                  | {}
            "input":"{\\"a\\":1}"     | {"a":1}
            "input":"{\\"a\\": \\"b"  | {"input":"{\\"a\\": \\"b"}
            "input":[1]               | {"input":[1]}
            "input":""                | {}
            """)
    void anInputOfAnyKindIsAnObject(String input, String arguments) {
        JsonNode messages = asked("{\"role\":\"user\",\"content\":\"hi\"},{\"role\":\"assistant\",\"content\":["
                + "{\"type\":\"tool_use\",\"id\":\"t1\",\"name\":\"f\"," + input + "}]},"
                + "{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"t1\"}]}");

        assertEquals(
                json(arguments),
                json(messages.at("/1/tool_calls/0/function/arguments").asText()));
        assertEquals("tool", messages.at("/2/role").asText());
    }

    @Test
    void resultsFollowTheirCallsWhateverStandsBetween() {
        JsonNode messages = asked("""
            {"role":"user","content":"hi"},
            {"role":"assistant","content":[{"type":"tool_use","id":"t1","name":"f","input":{}},
              {"type":"tool_use","id":"t2","name":"f","input":{}}]},
            {"role":"system","content":"Take care."},
            {"role":"user","content":[{"type":"text","text":"here"},
              {"type":"tool_result","tool_use_id":"t2","content":"b"},
              {"type":"tool_result","tool_use_id":"t1","content":[{"type":"tool_reference","tool_name":"found"}]}]},
            {"role":"user","content":"and?"}""");

        assertEquals(json("""
            [{"role":"tool","tool_call_id":"t1","content":"found"},
             {"role":"tool","tool_call_id":"t2","content":"b"},
             {"role":"system","content":"Take care."},
             {"role":"user","content":"here\\nand?"}]"""), rest(messages, 2));
    }

    @Test
    void callsWithoutResultsAndResultsWithoutCallsAreToldAll() {
        JsonNode messages = asked("""
            {"role":"user","content":[{"type":"tool_result","tool_use_id":"lost","content":"early"}]},
            {"role":"assistant","content":[{"type":"tool_use","id":"t1","name":"f","input":{}}]},
            {"role":"assistant","content":[{"type":"tool_use","id":"t1","name":"g","input":{}}]},
            {"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","content":"a"},
              {"type":"tool_result","content":{"temperature":20}},
              {"type":"tool_result","tool_use_id":"t1","content":"again"}]},
            {"role":"assistant","content":[{"type":"tool_use","name":"h","input":{}}]},
            {"role":"user","content":"stop"}""");

        assertEquals("early", messages.at("/0/content").asText());
        assertEquals(2, messages.at("/1/tool_calls").size());
        String second = messages.at("/1/tool_calls/1/id").asText();
        assertFalse(second.equals("t1"), messages.toString());
        assertEquals("a", messages.at("/2/content").asText());
        assertEquals(second, messages.at("/3/tool_call_id").asText());
        assertTrue(messages.at("/3/content").asText().contains("20"), messages.toString());
        assertEquals("again", messages.at("/4/content").asText());
        assertEquals(
                messages.at("/5/tool_calls/0/id").asText(),
                messages.at("/6/tool_call_id").asText());
        assertEquals("stop", messages.at("/7/content").asText());
        assertEquals(8, messages.size());
    }

    @Test
    void turnsOfOneRoleAreOneTurn() {
        JsonNode messages = asked("""
            {"role":"user","content":"a"},{"role":"user","content":"b"},
            {"role":"assistant","content":"c"},{"role":"assistant","content":"d"}""");

        assertEquals(json("""
            [{"role":"user","content":"a\\nb"},{"role":"assistant","content":"c\\nd"}]"""), messages);
    }

    @Test
    void aSystemTurnThatWasForOneAnswerIsGone() {
        JsonNode messages = asked("""
            {"role":"user","content":"a"},{"role":"system","content":"once","clear_at":"next_user_message"},
            {"role":"assistant","content":"b"},{"role":"user","content":"c"},
            {"role":"system","content":"now","clear_at":"next_user_message"}""");

        assertFalse(messages.toString().contains("once"), messages.toString());
        assertEquals("now", messages.at("/3/content").asText());
    }

    @Test
    void documentsAndSearchResultsOfTextAreText() {
        JsonNode messages = asked("""
            {"role":"user","content":[
              {"type":"document","title":"Notes","context":"of Monday","citations":{"enabled":true},
                "source":{"type":"text","media_type":"text/plain","data":"It rained."}},
              {"type":"document","source":{"type":"content","content":[{"type":"text","text":"And then?"}]}},
              {"type":"document","source":{"type":"base64","media_type":"text/plain","data":"U3VuLg=="}},
              {"type":"search_result","source":"https://s.example","title":"Sky",
                "content":[{"type":"text","text":"Blue."}]}]}""");

        assertEquals(
                "Notes\nof Monday\nIt rained.\nAnd then?\nSun.\nhttps://s.example\nSky\nBlue.",
                messages.at("/0/content").asText());
    }

    @Test
    void whatIsAskedNowHasToBeRight() {
        String pdf = "{\"type\":\"document\",\"source\":{\"type\":\"file\",\"file_id\":\"f\"}}";
        assertEquals(400, ask("{\"role\":\"user\",\"content\":[" + pdf + "]}").statusCode());
        assertEquals(400, ask("{\"role\":\"user\",\"content\":5}").statusCode());
        assertEquals(400, ask("{\"role\":\"robot\",\"content\":\"hi\"}").statusCode());

        JsonNode later = asked("{\"role\":\"user\",\"content\":[" + pdf
                + "]},{\"role\":\"assistant\",\"content\":\"a\"}," + "{\"role\":\"user\",\"content\":\"b\"}");
        assertEquals(3, later.size());
    }

    private static JsonNode rest(JsonNode messages, int from) {
        StringBuilder rest = new StringBuilder();
        for (int i = from; i < messages.size(); i++) {
            rest.append(i == from ? "" : ",").append(messages.path(i));
        }
        return json("[" + rest + "]");
    }
}
