package io.aiplat.gateway;

import static io.aiplat.gateway.FrontOf.error;
import static io.aiplat.gateway.FrontOf.header;
import static io.aiplat.gateway.RunningGateway.events;
import static io.aiplat.gateway.RunningGateway.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.gateway.FrontOf.Rules;
import io.aiplat.gateway.Misbehaving.Reply;
import io.aiplat.gateway.provider.MissingModelCache;
import io.aiplat.governance.spend.SpendRow;
import io.aiplat.routing.Fallbacks;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Responses of a server that is compatible with OpenAI's older API only: they become chat completions.
@Timeout(20)
class ResponsesOverChatTest {
    private static final String RESPONSES = "/v1/responses";
    private static final String USAGE = "{\"choices\":[],\"usage\":{\"prompt_tokens\":30,\"completion_tokens\":5,"
            + "\"prompt_tokens_details\":{\"cached_tokens\":10}}}";
    private static final Reply MISSING = Reply.status(404, "{\"detail\":\"Not Found\"}");

    private final FrontOf front = new FrontOf(Rules.USUAL.orElse(Fallbacks.NONE));

    ResponsesOverChatTest() throws IOException {}

    @AfterEach
    void close() {
        front.close();
    }

    private HttpResponse<String> ask(String more, Reply... replies) {
        for (Reply reply : replies) {
            front.upstream.reply(reply);
        }
        return front.gateway.post(RESPONSES, "{\"model\":\"public\"," + more + "}");
    }

    private static Reply says(String text) {
        return Reply.events(
                "{\"choices\":[{\"delta\":{\"content\":\"" + text + "\"}}]}", FrontOf.STOP, USAGE, FrontOf.DONE);
    }

    private List<String> asked() {
        return front.upstream.asked().stream()
                .map(asked -> asked.line().split(" ")[1])
                .toList();
    }

    /// As in chat completions: a PDF is read and an address is fetched there, wherever they stand. An output of a
    /// tool shows what it has after all outputs.
    @Test
    void documentsAndAddressesOfPicturesAreForTheServer() {
        HttpResponse<String> response = ask("""
                "input":[
                {"role":"user","content":[{"type":"input_text","text":"read"},
                 {"type":"input_file","filename":"a.pdf","file_data":"data:application/pdf;base64,JVBERi0xLjQK"},
                 {"type":"input_image","image_url":"https://a.example/b.png","detail":"auto"}]},
                {"type":"function_call","call_id":"c","name":"f","arguments":"{}"},
                {"type":"function_call_output","call_id":"c","output":[
                 {"type":"input_text","text":"here"},{"type":"input_file","file_data":"JVBERi0xLjQK"},
                 {"type":"input_image","image_url":"https://a.example/c.png"}]},
                {"type":"function_call_output","call_id":"gone","output":[
                 {"type":"input_file","filename":"b.pdf","file_data":"JVBERi0xLjQK"}]}]""", MISSING, says("Hello"));

        assertEquals(200, response.statusCode(), response.body());
        assertEquals("", header(response, "x-aiplat-dropped-params"));
        JsonNode told = json(front.upstream.asked().getLast().body()).path("messages");
        assertEquals(json("""
                [{"role":"user","content":[{"type":"text","text":"read"},
                  {"type":"image_url","image_url":{"url":"https://a.example/b.png"}},
                  {"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,JVBERi0xLjQK"}}]},
                 {"role":"assistant","content":null,"tool_calls":[
                  {"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]},
                 {"role":"tool","tool_call_id":"c","content":"here"},
                 {"role":"user","content":[{"type":"image_url","image_url":{"url":"https://a.example/c.png"}},
                  {"type":"file","file":{"filename":"document.pdf","file_data":"data:application/pdf;base64,JVBERi0xLjQK"}}]},
                 {"role":"user","content":[{"type":"text","text":"The output of a tool:\\n"},
                  {"type":"file","file":{"filename":"b.pdf","file_data":"data:application/pdf;base64,JVBERi0xLjQK"}}]}]"""), told);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            404 | {"detail":"Not Found"}
            404 | {"error":{"code":404,"message":"File Not Found","type":"not_found_error"}}
            404 | 404 page not found
            404 | {"error":{"message":"Invalid URL (POST /v1/responses) for this model's server","type":"invalid_request_error"}}
            405 | {"detail":"Method Not Allowed"}
            501 | {"error":{"message":"not implemented"}}
            400 | {"error":{"message":"Unknown request URL: POST /v1/responses","code":"unknown_url"}}
            400 | {"error":{"message":"The path /v1/responses is not supported."}}
            200 | {"error":"Unexpected endpoint or method. (POST /v1/responses)"}
            """)
    void isAskedForAChatCompletionInstead(int status, String body) throws InterruptedException {
        Reply missing = status == 200 ? Reply.json(body) : Reply.status(status, body);
        HttpResponse<String> response = ask("\"input\":\"hi\"", missing, says("Hello"));

        assertEquals(200, response.statusCode(), response.body());
        assertEquals("Hello", json(response).at("/output/0/content/0/text").asText());
        assertEquals(List.of("/v1/responses", "/v1/chat/completions"), asked());
        SpendRow row = front.spent(1);
        assertEquals(30, row.input());
        assertEquals(10, row.cached());
        assertEquals(5, row.output());
        assertEquals(0, row.estimated());
    }

    @Test
    void isRemembered() {
        ask("\"input\":\"hi\"", MISSING, says("Hello"));
        HttpResponse<String> second = ask("\"input\":\"hi\"", says("Again"));

        assertEquals("Again", json(second).at("/output/0/content/0/text").asText());
        assertEquals(List.of("/v1/responses", "/v1/chat/completions", "/v1/chat/completions"), asked());
    }

    @Test
    void isForgottenAfterAWhile() {
        AtomicLong now = new AtomicLong(5);
        MissingModelCache lacking = new MissingModelCache(now::get);

        lacking.add("m");

        assertTrue(lacking.has("m") && !lacking.has("n"));
        now.addAndGet(MissingModelCache.TIME.toNanos());
        assertTrue(!lacking.has("m"));
    }

    /// A model that is not there is not asked for twice.
    @Test
    void aModelThatIsMissingIsNoMissingAddress() {
        HttpResponse<String> response = ask(
                "\"input\":\"hi\"",
                Reply.status(404, "{\"error\":{\"message\":\"The model `private` does not exist.\"}}"));

        assertEquals(List.of("/v1/responses"), asked());
        assertTrue(response.statusCode() >= 400, response.body());
    }

    @Test
    void tellsToolsAndTheirCalls() {
        HttpResponse<String> response = ask(
                """
                "stream":true,"input":[{"role":"user","content":"hi"},
                 {"type":"custom_tool_call","call_id":"c0","name":"apply_patch","input":"*** A"},
                 {"type":"custom_tool_call_output","call_id":"c0","output":"done"},
                 {"role":"user","content":"more"}],
                "tools":[{"type":"custom","name":"apply_patch"},{"type":"web_search"},
                 {"type":"namespace","name":"n","tools":[{"type":"function","name":"f"}]}]""",
                MISSING,
                Reply.events(
                        """
                        {"choices":[{"delta":{"tool_calls":[{"index":0,"id":"c1","function":{"name":"n__f",\
                        "arguments":"{}"}},{"index":1,"id":"c2","function":{"name":"apply_patch",\
                        "arguments":"{\\"input\\":\\"*** B\\"}"}}]}}]}""", "{\"choices\":[{\"delta\":{},\"finish_reason\":\"tool_calls\"}]}", USAGE, FrontOf.DONE));

        JsonNode question = json(front.upstream.asked().getLast().body());
        assertEquals("private", question.path("model").asText());
        assertEquals("apply_patch", question.at("/tools/0/function/name").asText());
        assertEquals("n__f", question.at("/tools/1/function/name").asText());
        assertEquals(
                "{\"input\":\"*** A\"}",
                question.at("/messages/1/tool_calls/0/function/arguments").asText());
        assertEquals("done", question.at("/messages/2/content").asText());
        assertEquals("tools[].web_search", header(response, "x-aiplat-dropped-params"));
        List<String> events = events(response);
        String last = events.getLast();
        assertTrue(last.startsWith("response.completed "), last);
        JsonNode output = json(last.substring(last.indexOf(' '))).at("/response/output");
        assertEquals("n", output.at("/0/namespace").asText());
        assertEquals("f", output.at("/0/name").asText());
        assertEquals("custom_tool_call", output.at("/1/type").asText());
        assertEquals("*** B", output.at("/1/input").asText());
    }

    @Test
    void aStreamThatIsCutEndsInEventsWithTheirTypes() {
        HttpResponse<String> response = ask(
                "\"stream\":true,\"input\":\"hi\"",
                MISSING,
                Reply.events("{\"choices\":[{\"delta\":{\"content\":\"Hel\"}}]}"));

        List<String> events = events(response);
        assertTrue(events.get(events.size() - 2).startsWith("error {\"type\":\"error\""), response.body());
        assertTrue(events.getLast().startsWith("response.failed "), response.body());
    }

    @Test
    void whatTheServerRefusesThereIsTold() {
        HttpResponse<String> response =
                ask("\"input\":\"hi\"", MISSING, Reply.status(400, "{\"error\":{\"message\":\"no such tool\"}}"));

        assertEquals(400, response.statusCode());
        assertEquals("no such tool", error(response).path("message").asText());
    }

    @Test
    void penaltiesAndTheFormGoWith() {
        ask(
                "\"input\":\"hi\",\"frequency_penalty\":0.5,\"presence_penalty\":1,\"max_output_tokens\":7,"
                        + "\"text\":{\"format\":{\"type\":\"json_schema\",\"name\":\"n\",\"schema\":{}}}",
                MISSING,
                says("{}"));

        JsonNode question = json(front.upstream.asked().getLast().body());
        assertEquals(0.5, question.path("frequency_penalty").asDouble());
        assertEquals(1, question.path("presence_penalty").asDouble());
        assertEquals(7, question.path("max_tokens").asInt());
        assertEquals("json_schema", question.at("/response_format/type").asText());
    }

    @Test
    void probabilitiesAreNotToBeHadThere() {
        HttpResponse<String> response =
                ask("\"input\":\"hi\",\"include\":[\"message.output_text.logprobs\"]", MISSING, says("a"));

        assertEquals(400, response.statusCode(), response.body());
        assertEquals("include", error(response).path("param").asText());
    }
}
