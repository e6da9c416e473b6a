package io.aiplat.gateway;

import static io.aiplat.gateway.RunningGateway.error;
import static io.aiplat.gateway.RunningGateway.json;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aiplat.inference.chat.ChatMessage;
import io.aiplat.inference.chat.ToolCall;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What clients give back of a conversation of responses. A client repeats its history for ever, so nothing in it
/// may make a request fail.
class ResponseHistoryTest {
    private static final String PNG = "data:image/png;base64,iVBORw0KGgo=";

    private final RunningGateway gateway = new RunningGateway();

    @AfterEach
    void close() {
        gateway.close();
    }

    private HttpResponse<String> send(String items) {
        return gateway.post("/v1/responses", "{\"model\":\"smoke\",\"input\":[" + items + "]}");
    }

    private List<ChatMessage> turns(String items) {
        HttpResponse<String> response = send(items);
        assertEquals(200, response.statusCode(), response.body());
        return gateway.engine.asked.getLast().messages();
    }

    private static String shown(List<ChatMessage> turns) {
        return turns.stream()
                .map(turn -> turn.role() + ":" + turn.content()
                        + turn.toolCalls().stream()
                                .map(call -> "<" + call.id() + " " + call.name() + call.arguments() + ">")
                                .collect(Collectors.joining())
                        + (turn.toolCallId() == null ? "" : "<" + turn.toolCallId() + ">")
                        + "*".repeat(turn.images().size()))
                .collect(Collectors.joining("; "))
                .replace("\n", "\\n");
    }

    /// Each item stands between a question and the next one.
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
            {"role":"assistant","content":null}                                       | -
            {"role":"assistant","content":[]}                                         | -
            {"role":"assistant"}                                                      | -
            {"role":"critic","content":"c"}                                           | user:c
            {"role":"unknown","content":"c"}                                          | user:c
            {"role":"developer","content":[{"type":"input_text","text":"d"}]}         | system:d
            {"role":"assistant","content":[{"type":"refusal","refusal":"no"}],"phase":"commentary"} | assistant:no
            {"role":"assistant","content":[{"type":"output_text","text":"a","annotations":[],"logprobs":[]}]} | assistant:a
            {"role":"assistant","content":[{"type":"hologram","beam":1},{"type":"output_text","text":"a"}]} | assistant:(hologram that cannot be shown)\\na
            {"role":"assistant","content":7}                                          | assistant:7
            {"type":"reasoning","id":"rs_1","summary":[],"encrypted_content":"gAAA"}  | -
            {"type":"reasoning","summary":[{"type":"summary_text","text":"s"}],"content":null} | -
            {"type":"web_search_call","id":"ws_1","status":"completed","action":{"type":"search","query":"q"}} | -
            {"type":"image_generation_call","id":"ig_1","status":"completed","result":"AAAA"} | -
            {"type":"mcp_list_tools","id":"m","server_label":"s","tools":[]}          | -
            {"type":"mcp_approval_request","id":"m","name":"t","arguments":"{}","server_label":"s"} | -
            {"type":"computer_call","id":"c","call_id":"c","action":{"type":"click"}} | -
            {"type":"ghost_snapshot","ghost_commit":{}}                               | -
            {"type":"something_newer","content":[{"type":"input_text","text":"n"}]}   | user:n
            {"type":"mcp_call","id":"m1","name":"t","arguments":"{\\"a\\":1}","output":"o","server_label":"s"} | assistant:<m1 t{"a":1}>; tool:o\\n<m1>
            {"type":"code_interpreter_call","id":"ci","code":"1+1","outputs":[]}      | assistant:1+1\\n[]\\n
            {"type":"function_call","call_id":"c1","name":"f","arguments":"{\\"path\\": \\"a.txt"} | assistant:<c1 f{"arguments":"{\\"path\\": \\"a.txt"}>; tool:No output was recorded.<c1>
            {"type":"function_call","call_id":"c1","name":"f","arguments":null}       | assistant:<c1 f{}>; tool:No output was recorded.<c1>
            {"type":"function_call","call_id":"c1","name":"f","arguments":""}         | assistant:<c1 f{}>; tool:No output was recorded.<c1>
            {"type":"function_call","call_id":"c1","name":"f","arguments":{"a":1}}    | assistant:<c1 f{"a":1}>; tool:No output was recorded.<c1>
            {"type":"function_call","call_id":"c1","name":"f","arguments":"[1]"}      | assistant:<c1 f{"arguments":"[1]"}>; tool:No output was recorded.<c1>
            {"type":"function_call","id":"fc_1","call_id":null,"name":null,"arguments":"{}"} | assistant:<fc_1 unnamed{}>; tool:No output was recorded.<fc_1>
            {"type":"function_call","call_id":"c1","name":"b","namespace":"a","arguments":"{}"} | assistant:<c1 a__b{}>; tool:No output was recorded.<c1>
            {"type":"custom_tool_call","call_id":"c1","name":"p","input":"*** \\"x\\""} | assistant:<c1 p{"input":"*** \\"x\\""}>; tool:No output was recorded.<c1>
            {"type":"function_call_output","call_id":"lost","output":"o"}             | user:The output of a tool:\\no
            {"type":"custom_tool_call_output","call_id":"lost","output":null}         | user:The output of a tool:\\n
            {"role":"tool","tool_call_id":"lost","content":"o"}                       | user:The output of a tool:\\no
            {"role":"assistant","content":null,"tool_calls":[{"id":"c1","function":{"name":"f","arguments":"{}"}}]} | assistant:<c1 f{}>; tool:No output was recorded.<c1>
            """)
    void whatWasAnsweredAlreadyIsData(String item, String told) {
        List<ChatMessage> turns = turns("{\"role\":\"user\",\"content\":\"a\"}," + item
                + ",{\"role\":\"assistant\",\"content\":\"b\"},{\"role\":\"user\",\"content\":\"c\"}");

        String between = told == null ? "" : told + "; ";
        assertEquals(
                "user:a; " + between + "assistant:b; user:c",
                // What the assistant says before its call has an output is one turn with the call.
                shown(turns)
                        .replace("assistant:b<c1", "assistant:<c1")
                        .replace("assistant:b<fc_1", "assistant:<fc_1")
                        .replaceFirst("(No output was recorded.<(?:c1|fc_1)>); user:c", "$1; assistant:b; user:c"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"type":"local_shell_call","call_id":"c1","action":{"type":"exec","command":["ls"]}} | {"type":"local_shell_call_output","call_id":"c1","output":"o"} | assistant:<c1 local_shell{"type":"exec","command":["ls"]}>; tool:o<c1>
            {"type":"shell_call","call_id":"c1","action":{"commands":["ls"]}} | {"type":"shell_call_output","call_id":"c1","output":[{"stdout":"o","stderr":"e","outcome":{"type":"exit","exit_code":1}}]} | assistant:<c1 shell{"commands":["ls"]}>; tool:oe\\nexit code 1\\n<c1>
            {"type":"apply_patch_call","call_id":"c1","operation":{"type":"delete_file","path":"a"}} | {"type":"apply_patch_call_output","call_id":"c1","status":"completed","output":"done"} | assistant:<c1 apply_patch{"type":"delete_file","path":"a"}>; tool:completed\\ndone\\n<c1>
            {"type":"custom_tool_call","call_id":"c1","name":"p","input":"i"} | {"type":"custom_tool_call_output","call_id":"c1","output":[{"type":"input_text","text":"o"}]} | assistant:<c1 p{"input":"i"}>; tool:o<c1>
            {"type":"function_call","call_id":"c1","name":"f","arguments":"{}"} | {"type":"function_call_output","call_id":"c1","output":{"a":1}} | assistant:<c1 f{}>; tool:{"a":1}<c1>
            {"type":"function_call","call_id":"c1","name":"f","arguments":"{}"} | {"role":"tool","tool_call_id":"c1","content":"o"} | assistant:<c1 f{}>; tool:o<c1>
            """)
    void callsOfEveryKindHaveTheirOutput(String call, String output, String told) {
        assertEquals("user:a; " + told, shown(turns("{\"role\":\"user\",\"content\":\"a\"}," + call + "," + output)));
    }

    @Test
    void anOutputMayShowAPicture() {
        List<ChatMessage> turns = turns("""
                {"role":"user","content":"look"},
                {"type":"function_call","call_id":"c1","name":"view_image","arguments":"{}"},
                {"type":"function_call_output","call_id":"c1","output":[{"type":"input_text","text":"here"},
                 {"type":"input_image","image_url":"PNG","detail":"high"}]}""".replace("PNG", PNG));

        assertEquals("user:look; assistant:<c1 view_image{}>; tool:here<c1>*", shown(turns));
    }

    /// Nothing may stand between a call and its output, and each call has one.
    @Test
    void outputsFollowTheirCalls() {
        List<ChatMessage> turns = turns("""
                {"role":"user","content":"a"},
                {"type":"function_call","call_id":"c1","name":"f","arguments":"{}"},
                {"type":"function_call","call_id":"c2","name":"f","arguments":"{}"},
                {"role":"developer","content":"meanwhile"},
                {"type":"function_call_output","call_id":"c2","output":"2"},
                {"type":"function_call_output","call_id":"c1","output":"1"},
                {"type":"function_call","call_id":"c3","name":"f","arguments":"{}"},
                {"role":"user","content":"stop"},
                {"type":"function_call","call_id":"c1","name":"f","arguments":"{}"},
                {"type":"function_call_output","call_id":"c1","output":"again"},
                {"role":"user","content":"b"}""");

        assertEquals(
                "user:a; assistant:<c1 f{}><c2 f{}>; tool:2<c2>; tool:1<c1>; system:meanwhile; assistant:<c3 f{}>; "
                        + "tool:No output was recorded.<c3>; user:stop; assistant:<c1_2 f{}>; tool:again<c1_2>; user:b",
                shown(turns));
    }

    @Test
    void thoughtsGoBackWithWhatFollowedFromThem() {
        List<ChatMessage> turns = turns("""
                {"role":"user","content":"a"},
                {"type":"reasoning","id":"r","summary":[],"content":[{"type":"reasoning_text","text":"hm"}]},
                {"type":"function_call","call_id":"c1","name":"f","arguments":"{}"},
                {"type":"function_call_output","call_id":"c1","output":"1"},
                {"type":"reasoning","summary":[],"content":[{"type":"reasoning_text","text":"so"}]},
                {"role":"assistant","content":"b"},{"role":"user","content":"c"}""");

        assertEquals(
                List.of("", "hm", "", "so", ""),
                turns.stream().map(ChatMessage::thought).toList());
    }

    @Test
    void aFileOfTextIsAText() {
        List<ChatMessage> turns = turns("""
                {"role":"user","content":[{"type":"input_text","text":"read"},
                {"type":"input_file","filename":"a.md","file_data":"data:text/markdown;base64,IyBIaQ=="}]}""");

        assertEquals("user:read\\na.md:\\n# Hi", shown(turns));
    }

    /// What is new and cannot be shown changes the answer; what was answered does not any more.
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"type":"input_image","file_id":"file_1"}                       | input[0].content[0].file_id
            {"type":"input_file","file_id":"file_1"}                        | input[0].content[0].file_id
            {"type":"input_file","filename":"a.pdf","file_data":"AAAA"}     | input[0].content[0].file_data
            {"type":"input_file","filename":"a.pdf"}                        | input[0].content[0].file_data
            {"type":"input_file","file_data":"JVBERi0xLjQK"}                | input[0].content[0].file_data
            {"type":"input_image","image_url":"https://a.example/b.png"}    | input[0].content[0].image_url
            {"type":"input_audio","input_audio":{"data":"AAAA"}}            | input[0].content[0].type
            """)
    void whatCannotBeShownIsRefusedOnlyWhereItIsNew(String part, String param) {
        String turn = "{\"role\":\"user\",\"content\":[" + part + "]}";

        HttpResponse<String> fresh = send(turn);
        List<ChatMessage> turns =
                turns(turn + ",{\"role\":\"assistant\",\"content\":\"b\"},{\"role\":\"user\",\"content\":\"c\"}");

        assertEquals(400, fresh.statusCode(), fresh.body());
        assertEquals(param, error(fresh).path("param").asText());
        assertEquals(3, turns.size());
    }

    @Test
    void whatWasLeftOutIsNamed() {
        HttpResponse<String> response = send("""
                {"role":"user","content":"a"},{"type":"web_search_call","id":"w"},
                {"role":"assistant","content":"b"},{"role":"user","content":"c"}""");

        assertEquals(
                "input[].web_search_call",
                response.headers().firstValue("x-aiplat-dropped-params").orElse(""));
        assertEquals("completed", json(response).path("status").asText());
        assertEquals(
                List.of(),
                gateway.engine.asked.getLast().messages().getFirst().toolCalls().stream()
                        .map(ToolCall::id)
                        .toList());
    }
}
