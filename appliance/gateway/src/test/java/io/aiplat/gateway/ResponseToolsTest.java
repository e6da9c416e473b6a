package io.aiplat.gateway;

import static io.aiplat.gateway.RunningGateway.events;
import static io.aiplat.gateway.RunningGateway.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.inference.chat.ChatDelta;
import io.aiplat.inference.chat.ChatDelta.FinishReason;
import io.aiplat.inference.chat.ToolCall;
import io.aiplat.inference.chat.ToolDefinition;
import io.aiplat.inference.chat.Tools;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The tools of responses that models know only as functions: those of namespaces, those of one text, and those
/// that clients run themselves.
class ResponseToolsTest {
    private static final String CODEX = """
            "input":"hi","tools":[
             {"type":"function","name":"exec_command","strict":false,"parameters":{"type":"object"}},
             {"type":"namespace","name":"multi_agent_v1","description":"Sub-agents.","tools":[
               {"type":"function","name":"close_agent","description":"Ends one.","parameters":{"type":"object"}},
               {"type":"function","name":"spawn_agent","parameters":{"type":"object"}}]},
             {"type":"custom","name":"apply_patch","description":"Edits files.",
              "format":{"type":"grammar","syntax":"lark","definition":"start: LINE+"}},
             {"type":"web_search","external_web_access":true}]""";

    private final RunningGateway gateway = new RunningGateway();

    @AfterEach
    void close() {
        gateway.close();
    }

    private HttpResponse<String> ask(String fields) {
        HttpResponse<String> response = gateway.post("/v1/responses", "{\"model\":\"smoke\"," + fields + "}");
        assertEquals(200, response.statusCode(), response.body());
        return response;
    }

    private Tools offered(String fields) {
        ask(fields);
        return gateway.engine.asked.getLast().tools();
    }

    private void calls(String name, String arguments) {
        gateway.engine.answer = (_, sink) -> {
            sink.accept(new ChatDelta.Call(new ToolCall("call_1", name, arguments)));
            sink.accept(new ChatDelta.Finished(FinishReason.TOOL_CALLS, 3, 5));
        };
    }

    private JsonNode called(String name, String arguments, String fields) {
        calls(name, arguments);
        return json(ask(fields)).at("/output/0");
    }

    @Test
    void offersWhatCodexDeclaresAsFunctions() {
        List<ToolDefinition> offered = offered(CODEX).offered();

        assertEquals(
                List.of("exec_command", "multi_agent_v1__close_agent", "multi_agent_v1__spawn_agent", "apply_patch"),
                offered.stream().map(ToolDefinition::name).toList());
        assertEquals("multi_agent_v1: Sub-agents.\nEnds one.", offered.get(1).description());
        assertTrue(
                offered.get(3).description().contains("start: LINE+"),
                offered.get(3).description());
        assertEquals(
                "string",
                json(offered.get(3).parameters()).at("/properties/input/type").asText());
    }

    @Test
    void aCallOfANamespaceComesBackAsItsClientKnowsIt() {
        JsonNode item = called("multi_agent_v1__close_agent", "{\"target\":\"a\"}", CODEX);

        assertEquals("function_call", item.path("type").asText());
        assertEquals("close_agent", item.path("name").asText());
        assertEquals("multi_agent_v1", item.path("namespace").asText());
        assertEquals("{\"target\":\"a\"}", item.path("arguments").asText());
        assertEquals("call_1", item.path("call_id").asText());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"input":"*** Begin"}   | *** Begin
            {"patch":"*** Begin"}   | *** Begin
            "*** Begin"             | *** Begin
            *** Begin               | *** Begin
            {"input":"*** Be        | {"input":"*** Be
            {"input":{"a":1}}       | {"a":1}
            {"a":1,"b":2}           | {"a":1,"b":2}
            """)
    void aCallOfAToolOfOneTextBringsTheText(String arguments, String input) {
        JsonNode item = called("apply_patch", arguments, CODEX);

        assertEquals("custom_tool_call", item.path("type").asText());
        assertEquals("apply_patch", item.path("name").asText());
        assertEquals(input, item.path("input").asText());
        assertFalse(item.has("arguments"));
    }

    @Test
    void streamsACallOfAToolOfOneTextInItsOwnEvents() {
        calls("apply_patch", "{\"input\":\"*** Begin\"}");

        List<String> events = events(ask(CODEX + ",\"stream\":true"));

        assertEquals(
                List.of(
                        "response.created",
                        "response.in_progress",
                        "response.output_item.added",
                        "response.custom_tool_call_input.delta",
                        "response.custom_tool_call_input.done",
                        "response.output_item.done",
                        "response.completed"),
                events.stream()
                        .map(event -> event.substring(0, event.indexOf(' ')))
                        .toList());
        JsonNode done = json(events.get(4).substring(events.get(4).indexOf(' ') + 1));
        assertEquals("*** Begin", done.path("input").asText());
        JsonNode item = json(events.get(5).substring(events.get(5).indexOf(' ') + 1));
        assertEquals(item.at("/item/id"), done.path("item_id"));
        assertEquals("custom_tool_call", item.at("/item/type").asText());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            local_shell | {"command":["ls","-l"],"timeout_ms":5} | local_shell_call | /action/command/1 | -l
            local_shell | {"command":["ls"]}                     | local_shell_call | /action/type      | exec
            shell       | {"commands":["ls"]}                    | shell_call       | /action/commands/0 | ls
            apply_patch | {"type":"create_file","path":"a","diff":"+b"} | apply_patch_call | /operation/diff | +b
            tool_search | {"query":"q"}                          | tool_search_call | /arguments/query  | q
            shell       | {"commands":                           | function_call    | /arguments        | {"commands":
            """)
    void whatTheClientRunsItselfComesBackInItsShape(
            String tool, String arguments, String type, String place, String value) {
        JsonNode item = called(
                tool, arguments, "\"input\":\"hi\",\"tools\":[{\"type\":\"" + tool + "\",\"execution\":\"client\"}]");

        assertEquals(type, item.path("type").asText(), item.toString());
        assertEquals(value, item.at(place).asText(), item.toString());
        assertEquals("call_1", item.path("call_id").asText());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"type":"function","name":"f"}                        | Named[name=f]
            {"type":"function","function":{"name":"f"}}           | Named[name=f]
            {"type":"custom","name":"c"}                          | Named[name=c]
            {"type":"function","name":"g","namespace":"n"}        | Named[name=n__g]
            {"type":"function","name":"g"}                        | Named[name=n__g]
            {"type":"shell"}                                      | Named[name=shell]
            "required"                                            | Required[]
            "none"                                                | None[]
            """)
    void aToolMayBeForced(String choice, String expected) {
        Tools tools = offered("\"input\":\"hi\",\"tool_choice\":" + choice + """
                ,"tools":[{"type":"function","name":"f"},{"type":"custom","name":"c"},{"type":"shell"},
                {"type":"namespace","name":"n","tools":[{"type":"function","name":"g"}]},{"type":"web_search"}]""");

        assertEquals(expected, tools.choice().toString());
    }

    @Test
    void onlyAllowedToolsAreOffered() {
        Tools tools = offered("""
                "input":"hi","tools":[{"type":"function","name":"f"},{"type":"function","name":"h"},
                {"type":"custom","name":"c"},{"type":"namespace","name":"n","tools":[{"type":"function","name":"g"}]}],
                "tool_choice":{"type":"allowed_tools","mode":"required","tools":[{"type":"function","name":"f"},
                {"type":"custom","name":"c"},{"type":"namespace","name":"n"},{"type":"web_search"}]}""");

        assertEquals(
                List.of("f", "c", "n__g"),
                tools.offered().stream().map(ToolDefinition::name).toList());
        assertEquals(new Tools.Choice.Required(), tools.choice());
    }

    @Test
    void toolsThatTurnedUpInTheConversationAreOffered() {
        Tools tools = offered("""
                "input":[{"type":"additional_tools","role":"developer","tools":[{"type":"function","name":"f"}]},
                {"role":"user","content":"find"},
                {"type":"tool_search_call","call_id":"s1","execution":"client","arguments":{"query":"g"}},
                {"type":"tool_search_output","call_id":"s1","tools":[{"type":"function","name":"g"}]}],
                "tools":[{"type":"tool_search","execution":"client"},{"type":"function","name":"f"}]""");

        assertEquals(
                List.of("tool_search", "f", "g"),
                tools.offered().stream().map(ToolDefinition::name).toList());
        assertEquals(
                "Tools found: g",
                gateway.engine.asked.getLast().messages().getLast().content());
    }

    @Test
    void namesThatWouldMeetAreKeptApart() {
        String tools = """
                "input":"hi","tools":[{"type":"function","name":"a__b"},
                {"type":"namespace","name":"a","tools":[{"type":"function","name":"b"}]},
                {"type":"namespace","name":"mcp__server.x__","tools":[{"type":"custom","name":"NAME"}]}]""".replace("NAME", "t".repeat(60));

        List<String> names =
                offered(tools).offered().stream().map(ToolDefinition::name).toList();

        assertEquals(List.of("a__b", "a__b_2"), names.subList(0, 2));
        assertTrue(
                names.get(2).matches("mcp__server_x__t+_[0-9a-f]{8}")
                        && names.get(2).length() == 64,
                names.get(2));
        assertEquals("b", called("a__b_2", "{}", tools).path("name").asText());
        JsonNode custom = called(names.get(2), "{\"input\":\"i\"}", tools);
        assertEquals("mcp__server.x__", custom.path("namespace").asText());
        assertEquals("t".repeat(60), custom.path("name").asText());
    }

    @Test
    void theAnswerShowsTheToolsThatWereOffered() {
        JsonNode answer = json(ask(CODEX));

        assertEquals(
                List.of("function", "namespace", "custom"),
                answer.path("tools").findValuesAsText("type").stream()
                        .filter(type -> !type.equals("object") && !type.equals("grammar"))
                        .distinct()
                        .toList());
        assertFalse(answer.at("/tools/0/strict").asBoolean(true));
        assertTrue(answer.at("/tools/0").has("description"));
    }
}
