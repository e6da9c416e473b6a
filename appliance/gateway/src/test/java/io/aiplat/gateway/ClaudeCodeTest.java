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
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What Claude Code and Anthropic's SDKs ask of a model that is not Anthropic's: their hints are taken, and what
/// the server does not want is asked without.
@Timeout(30)
class ClaudeCodeTest {
    private static final String MESSAGES = "/v1/messages";
    private static final String HI = ",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";
    private static final String OK = FrontOf.PIECE;

    private final FrontOf front = new FrontOf(Rules.USUAL);

    ClaudeCodeTest() throws IOException {}

    @AfterEach
    void close() {
        front.close();
    }

    private static Reply says() {
        return Reply.events(OK, FrontOf.STOP, FrontOf.USAGE, FrontOf.DONE);
    }

    private HttpResponse<String> ask(String more) {
        front.upstream.reply(says());
        return front.gateway.post(MESSAGES + "?beta=true", "{\"model\":\"public\"" + more + "}");
    }

    private JsonNode asked(HttpResponse<String> response) {
        assertEquals(200, response.statusCode(), response.body());
        return json(front.upstream.asked().getLast().body());
    }

    private static String dropped(HttpResponse<String> response) {
        return header(response, "x-aiplat-dropped-params");
    }

    /// As version 2.1.197 sends it, shortened.
    @Test
    void itsRequestIsTaken() {
        HttpResponse<String> response = ask("""
            ,"max_tokens":32000,"stream":true,"thinking":{"type":"adaptive"},"output_config":{"effort":"high"},
            "context_management":{"edits":[{"type":"clear_thinking_20251015","keep":"all"}]},
            "metadata":{"user_id":"{}"},
            "system":[{"type":"text","text":"x-anthropic-billing-header: cc_version=2.1.197.b3b; cc_entrypoint=cli;"},
              {"type":"text","text":"You are an agent.","cache_control":{"type":"ephemeral"}}],
            "tools":[{"name":"Write","description":"Writes.","input_schema":{"type":"object"},"strict":true,
              "defer_loading":true,"eager_input_streaming":true,"input_examples":[{"a":1}],
              "allowed_callers":["direct"]},
              {"type":"web_search_20250305","name":"web_search","max_uses":8}],
            "messages":[{"role":"user","content":[{"type":"text","text":"go"}]},
              {"role":"system","content":"Agents: none."}]""");

        JsonNode question = asked(response);
        assertEquals(json("""
            [{"role":"system","content":"You are an agent."},{"role":"user","content":"go"},
             {"role":"system","content":"Agents: none."}]"""), question.path("messages"));
        assertEquals(json("""
            [{"type":"function","function":{"name":"Write","description":"Writes.",
              "parameters":{"type":"object"}}}]"""), question.path("tools"));
        for (String name : List.of(
                "context_management",
                "metadata",
                "system[].cache_control",
                "tools[].defer_loading",
                "tools[].strict",
                "tools[].input_examples",
                "tools[].web_search_20250305",
                "x-anthropic-billing-header")) {
            assertTrue(dropped(response).contains(name), name + " in " + dropped(response));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"service_tier\":\"standard_only\"",
                "\"speed\":\"fast\"",
                "\"container\":\"c1\"",
                "\"mcp_servers\":[{\"type\":\"url\",\"url\":\"https://e.example\",\"name\":\"e\"}]",
                "\"thread\":{\"type\":\"create\"}",
                "\"fallbacks\":\"default\"",
                "\"diagnostics\":{\"previous_message_id\":\"msg_1\"}",
                "\"user_profile_id\":\"u\"",
                "\"cache_control\":{\"type\":\"ephemeral\"}",
                "\"field_of_next_year\":{\"a\":[1]}",
            })
    void hintsAreLeftOutAndNamed(String field) {
        HttpResponse<String> response = ask(HI + "," + field);

        asked(response);
        assertEquals(field.substring(1, field.indexOf('"', 1)), dropped(response));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"thinking\":{\"type\":\"adaptive\",\"display\":\"summarized\"}",
                "\"thinking\":{\"type\":\"between_tools\"}",
                "\"thinking\":{\"type\":\"adaptive\"},\"output_config\":{\"effort\":\"ultra\",\"task_budget\":{}}",
                "\"output_config\":{\"effort\":\"max\"}",
                "\"thinking\":null,\"tools\":null,\"system\":null",
                "\"system\":[]",
                "\"tools\":[{\"name\":\"f\",\"input_schema\":{}}],\"tool_choice\":{\"type\":\"auto\",\"more\":1}",
            })
    void howMuchToThinkAndOtherHintsRefuseNothing(String fields) {
        asked(ask(HI + "," + fields));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",\"drop_params\":true"})
    void whatCarriesTheConversationIsNeverDropped(String more) {
        HttpResponse<String> response =
                ask(HI + ",\"thread\":{\"type\":\"continue\",\"previous_message_id\":\"msg_1\"}" + more);

        assertEquals(400, response.statusCode());
        assertTrue(error(response).path("message").asText().contains("thread"), response.body());
    }

    @Test
    void anOlderPlaceOfTheFormBinds() {
        JsonNode question =
                asked(ask(HI + ",\"output_format\":{\"type\":\"json_schema\",\"schema\":{\"type\":\"object\"}}"));

        assertEquals("json_schema", question.at("/response_format/type").asText());
    }

    @ParameterizedTest
    @CsvSource({
        "bash_20250124, bash, command",
        "text_editor_20250728, str_replace_based_edit_tool, insert_text",
        "text_editor_20250124, str_replace_editor, new_str",
        "memory_20250818, memory, old_path",
        "computer_20250124, computer, action",
    })
    void toolsThatTheClientCarriesOutAreFunctions(String type, String name, String member) {
        JsonNode tool = asked(ask(HI + ",\"tools\":[{\"type\":\"" + type + "\",\"name\":\"" + name + "\"}]"
                        + ",\"tool_choice\":{\"type\":\"tool\",\"name\":\"" + name + "\"}"))
                .at("/tools/0/function");

        assertEquals(name, tool.path("name").asText());
        assertEquals("object", tool.at("/parameters/properties/" + member).isMissingNode() ? "" : "object");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "web_search_20260318",
                "web_fetch_20250910",
                "code_execution_20250825",
                "tool_search_tool_bm25_20251119",
                "advisor_20260301",
                "browser_toolset_20260801",
                "tool_of_next_year_20270101",
            })
    void toolsOfTheServerAreLeftOutUnlessForced(String type) {
        String tools = ",\"tools\":[{\"type\":\"" + type + "\",\"name\":\"theirs\"},"
                + "{\"name\":\"mine\",\"input_schema\":{\"type\":\"object\"}}]";

        HttpResponse<String> free = ask(HI + tools);
        assertEquals(1, asked(free).path("tools").size());
        assertEquals("tools[]." + type, dropped(free));
        HttpResponse<String> any = ask(HI + tools + ",\"tool_choice\":{\"type\":\"any\"}");
        assertEquals("required", asked(any).path("tool_choice").asText());
        HttpResponse<String> forced = ask(HI + tools + ",\"tool_choice\":{\"type\":\"tool\",\"name\":\"theirs\"}");
        assertEquals(400, forced.statusCode());
        assertTrue(error(forced).path("message").asText().contains("tool_choice.name"), forced.body());
    }

    @Test
    void toolsComeAndGoInTheMiddle() {
        JsonNode question = asked(ask("""
            ,"max_tokens":9,"tools":[{"name":"a","input_schema":{"type":"object"}},
              {"name":"b","input_schema":{"type":"object"}}],
            "messages":[{"role":"user","content":"hi"},
              {"role":"system","content":[{"type":"text","text":"Now otherwise."},
                {"type":"tool_removal","tool":{"type":"tool_reference","name":"a"}},
                {"type":"tool_addition","tool":{"type":"tool_definition",
                  "definition":{"name":"c","input_schema":{"type":"object"}}}}]}]"""));

        assertEquals("b", question.at("/tools/0/function/name").asText());
        assertEquals("c", question.at("/tools/1/function/name").asText());
        assertEquals(2, question.path("tools").size());
    }

    @Test
    void aStreamBeginsWithAboutAsManyTokensAsTheCount() {
        String prompt = "The quick brown fox jumps over the lazy dog. ".repeat(400);
        String messages = "\"messages\":[{\"role\":\"user\",\"content\":\"" + prompt + "\"}]";

        String first =
                events(ask(",\"max_tokens\":9,\"stream\":true," + messages)).getFirst();
        int begun = json(first.substring(first.indexOf('{')))
                .at("/message/usage/input_tokens")
                .asInt();
        HttpResponse<String> count = front.gateway.post(
                "/v1/messages/count_tokens",
                "{\"model\":\"public\",\"thinking\":{\"type\":\"adaptive\"},\"context_management\":{\"edits\":[]},"
                        + messages + "}");

        // A tokenizer makes ten tokens of the sentence.
        assertTrue(begun > 3000 && begun < 6000, first);
        assertEquals(begun, json(count).path("input_tokens").asInt());
        assertEquals("true", header(count, "x-aiplat-estimated"));
    }

    @Test
    void thoughtsAreGivenBackToWhoWantsThem() {
        JsonNode question = asked(ask(THOUGHT));

        assertEquals(
                "It may rain.", question.at("/messages/1/reasoning_content").asText());
        assertTrue(question.at("/messages/0/reasoning_content").isMissingNode());
    }

    private static final String THOUGHT = """
            ,"max_tokens":9,"messages":[{"role":"user","content":"hi"},
              {"role":"assistant","content":[{"type":"thinking","thinking":"It may rain.","signature":"s"},
                {"type":"tool_use","id":"t1","name":"f","input":{}}]},
              {"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","content":"42"}]}]""";

    @Test
    void whoRefusesThoughtsIsAskedWithoutAndRemembered() {
        front.upstream.reply(Reply.status(
                400, "{\"error\":{\"message\":\"'messages.1': property 'reasoning_content' is unsupported\"}}"));
        HttpResponse<String> response = ask(THOUGHT);
        assertEquals(200, response.statusCode(), response.body());
        assertEquals(2, front.upstream.asked().size());
        JsonNode question = json(front.upstream.asked().getLast().body());
        assertTrue(question.at("/messages/1/reasoning_content").isMissingNode());
        assertEquals("f", question.at("/messages/1/tool_calls/0/function/name").asText());
        assertTrue(dropped(response).contains("messages[].content[].thinking"), dropped(response));

        asked(ask(THOUGHT));
        assertEquals(3, front.upstream.asked().size());
    }

    @Test
    void whoMissesThoughtsIsNotAskedWithout() {
        front.upstream.reply(
                Reply.status(400, "{\"error\":{\"message\":\"Missing `reasoning_content` field in message 1\"}}"));

        assertEquals(400, ask(THOUGHT).statusCode());
        assertEquals(1, front.upstream.asked().size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "System message must be at the beginning.",
                "Conversation roles must alternate user/assistant/user/assistant/...",
            })
    void whoWantsOneSystemTurnHasItFirst(String words) {
        front.upstream.reply(Reply.status(400, "{\"error\":{\"message\":\"" + words + "\"}}"));
        HttpResponse<String> response = ask("""
            ,"max_tokens":9,"system":"Be brief.","messages":[{"role":"user","content":"hi"},
              {"role":"system","content":"Be kind."}]""");

        assertEquals(json("""
            [{"role":"system","content":"Be brief.\\n\\nBe kind."},{"role":"user",\
            "content":"hi"}]"""), asked(response).path("messages"));
    }

    @Test
    void whoDoesNotThinkIsAskedWithoutADegree() {
        front.upstream.reply(Reply.status(
                400, "{\"error\":{\"message\":\"Unsupported parameter\",\"param\":\"reasoning_effort\"}}"));
        HttpResponse<String> response =
                ask(HI + ",\"thinking\":{\"type\":\"adaptive\"},\"output_config\":{\"effort\":\"xhigh\"}");

        assertTrue(asked(response).path("reasoning_effort").isMissingNode());
        assertEquals("thinking", dropped(response));
        assertEquals(
                "high",
                json(front.upstream.asked().getFirst().body())
                        .path("reasoning_effort")
                        .asText());
    }

    /// The words of OpenAI, Groq, DeepSeek, vLLM (old, later, new) and TGI.
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            max_tokens is too large: 32000. This model supports at most 16384 completion tokens. | 16384
            `max_tokens` must be less than or equal to `8192`, the maximum value for `max_tokens` | 8192
            Invalid max_tokens value, the valid range of max_tokens is [1, 8192] | 8192
            This model's maximum context length is 40960 tokens. However, you requested 52000 tokens (20000 in the\
             messages, 32000 in the completion). | 20960
            'max_tokens' is too large: 32000. This model's maximum context length is 40960 tokens and your request has\
             20000 input tokens (32000 > 40960 - 20000). | 20960
            You passed 20000 input tokens and requested 32000 output tokens. However, the model's context length is\
             only 40960 tokens. | 20960
            `inputs` tokens + `max_new_tokens` must be <= 40960. Given: 20000 `inputs` tokens | 20960
            """)
    void anAnswerIsAskedForAsLongAsThereIsRoom(String words, int room) {
        front.upstream.reply(Reply.status(400, "{\"error\":{\"message\":\"" + words + "\"}}"));
        HttpResponse<String> response =
                ask(",\"max_tokens\":32000,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]");

        assertEquals(room, asked(response).path("max_tokens").asInt());
        assertEquals("max_tokens", dropped(response));
    }

    @Test
    void aPromptThatLeavesNoRoomIsTooLong() {
        front.upstream.reply(Reply.status(
                400,
                "{\"error\":{\"message\":\"This model's maximum context length is 20100 tokens. However, you requested"
                        + " 52000 tokens (20000 in the messages, 32000 in the completion).\"}}"));

        HttpResponse<String> response =
                ask(",\"max_tokens\":32000,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]");
        assertEquals(400, response.statusCode(), response.body());
        assertEquals(1, front.upstream.asked().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/api/hello"})
    void itsFirstLookIsAnsweredWithoutABody(String path) throws IOException {
        String answer = front.gateway.raw("HEAD " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
        assertTrue(answer.endsWith("\r\n\r\n"), answer);
    }

    @Test
    void modelsAreListedAsAnthropicDoes() {
        JsonNode list = json(front.gateway.get("/v1/models", "anthropic-version", "2023-06-01"));
        JsonNode page = json(front.gateway.get("/v1/models?limit=1", "anthropic-version", "2023-06-01"));
        JsonNode rest = json(front.gateway.get("/v1/models?limit=9&after_id=other", "anthropic-version", "2023-06-01"));
        JsonNode one = json(front.gateway.get("/v1/models/public", "anthropic-version", "2023-06-01"));

        assertEquals(json("""
            {"data":[{"type":"model","id":"other","display_name":"other","created_at":"2026-11-21T12:00:00Z"},
              {"type":"model","id":"public","display_name":"public","created_at":"2026-11-21T12:00:00Z"}],
             "has_more":false,"first_id":"other","last_id":"public"}"""), list);
        assertTrue(page.path("has_more").asBoolean());
        assertEquals("other", page.path("last_id").asText());
        assertEquals("public", rest.at("/data/0/id").asText());
        assertEquals(list.at("/data/1"), one);
    }

    @Test
    void modelsAreRefusedAsAnthropicDoes() {
        HttpResponse<String> missing = front.gateway.get("/v1/models/none", "anthropic-version", "2023-06-01");
        HttpResponse<String> nobody =
                front.gateway.get("/v1/models", "anthropic-version", "2023-06-01", "Authorization", "Bearer no");

        assertEquals("not_found_error", error(missing).path("type").asText());
        assertEquals("error", json(missing).path("type").asText());
        assertEquals("authentication_error", error(nobody).path("type").asText());
        assertFalse(header(nobody, "request-id").isEmpty());
    }
}
