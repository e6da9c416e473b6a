package io.aiplat.gateway;

import static io.aiplat.gateway.RunningGateway.KEY;
import static io.aiplat.gateway.RunningGateway.events;
import static io.aiplat.gateway.RunningGateway.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.inference.Capability;
import io.aiplat.inference.TokenCount;
import io.aiplat.inference.chat.ChatDelta;
import io.aiplat.inference.chat.ChatDelta.FinishReason;
import io.aiplat.inference.chat.ChatMessage;
import io.aiplat.inference.chat.ChatRequest;
import io.aiplat.inference.chat.ReasoningEffort;
import io.aiplat.inference.chat.ToolCall;
import io.aiplat.inference.chat.Tools;
import java.net.http.HttpResponse;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Anthropic's messages.
class AnthropicMessagesTest {
    private static final String HI = "\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";

    private final RunningGateway gateway = new RunningGateway();

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void answersWithBlocks() {
        gateway.engine.answer = AnthropicMessagesTest::thinkSayAndCall;

        JsonNode answer = json(ask(HI));

        assertEquals("message", answer.path("type").asText());
        assertTrue(answer.path("id").asText().startsWith("msg_"));
        assertEquals("hm", answer.at("/content/0/thinking").asText());
        assertEquals("well", answer.at("/content/1/text").asText());
        assertEquals("Bern", answer.at("/content/2/input/city").asText());
        assertEquals("tool_use", answer.path("stop_reason").asText());
        assertEquals(5, answer.at("/usage/input_tokens").asInt());
    }

    private static void thinkSayAndCall(ChatRequest request, io.aiplat.inference.chat.ChatSink sink) {
        sink.accept(new ChatDelta.Reasoning("hm"));
        sink.accept(new ChatDelta.Text("well"));
        sink.accept(new ChatDelta.Call(new ToolCall("call_1", "weather", "{\"city\":\"Bern\"}")));
        sink.accept(new ChatDelta.Finished(FinishReason.TOOL_CALLS, 5, 3));
    }

    @Test
    void streamsBlocksThatBeginAndEnd() {
        gateway.engine.answer = AnthropicMessagesTest::thinkSayAndCall;

        List<String> names = events(ask(HI + ",\"stream\":true")).stream()
                .map(event -> event.substring(0, event.indexOf(' ')))
                .toList();

        String block = "content_block_start content_block_delta content_block_stop ";
        assertEquals("message_start " + block + block + block + "message_delta message_stop", String.join(" ", names));
    }

    @Test
    void turnsToolResultsIntoTurnsOfTheirOwn() {
        ChatRequest request = asked("""
                "max_tokens":9,"system":[{"type":"text","text":"be brief","cache_control":{"type":"ephemeral"}}],
                "tools":[{"name":"f","input_schema":{"type":"object"}}],"tool_choice":{"type":"any"},
                "thinking":{"type":"enabled","budget_tokens":2000},"top_k":4,"stop_sequences":["x"],
                "messages":[
                 {"role":"assistant","content":[{"type":"thinking","thinking":"hm","signature":""},
                   {"type":"tool_use","id":"t1","name":"f","input":{"a":1}}]},
                 {"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","content":"42"},
                   {"type":"image","source":{"type":"base64","media_type":"image/png","data":"AAAA"}},
                   {"type":"text","text":"and?"}]}]""");

        assertEquals(
                List.of(
                        ChatMessage.text("system", "be brief"),
                        new ChatMessage("assistant", "", List.of(), List.of(new ToolCall("t1", "f", "{\"a\":1}")), null)
                                .withThoughts(List.of(new ChatMessage.Thought("hm", ""))),
                        new ChatMessage("tool", "42", List.of(), List.of(), "t1"),
                        new ChatMessage("user", "and?", List.of("AAAA"), List.of(), null)),
                request.messages());
        assertEquals(new Tools.Choice.Required(), request.tools().choice());
        assertEquals(ReasoningEffort.LOW, request.reasoning());
        assertEquals(4, request.sampling().topK());
        assertEquals(List.of("x"), request.sampling().stop());
    }

    @Test
    void countsTokensAndSaysWhenItGuesses() {
        HttpResponse<String> exact = count();
        gateway.engine.tokens = new TokenCount(50, false);
        HttpResponse<String> guess = count();

        assertEquals(42, json(exact).path("input_tokens").asInt());
        assertTrue(exact.headers().firstValue("x-aiplat-estimated").isEmpty());
        assertEquals("true", guess.headers().firstValue("x-aiplat-estimated").orElse(""));
    }

    private HttpResponse<String> count() {
        return gateway.post(
                "/v1/messages/count_tokens",
                "{\"model\":\"smoke\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");
    }

    @Test
    void failsInAnthropicsEnvelope() {
        gateway.engine.abilities = EnumSet.complementOf(EnumSet.of(Capability.REASONING));

        assertError(400, "invalid_request_error", ask("\"messages\":[]"));
        assertError(400, "invalid_request_error", ask(HI + ",\"thinking\":{\"type\":\"enabled\"}"));
        assertError(401, "authentication_error", gateway.post("/v1/messages", "{}", "Authorization", "Bearer no"));
        assertError(400, "invalid_request_error", gateway.post("/v1/messages", "{"));
    }

    @Test
    void thinkingIsLeftToAModelThatDoesNot() {
        gateway.engine.abilities = EnumSet.complementOf(EnumSet.of(Capability.REASONING, Capability.SINGLE_TOOL_CALL));

        HttpResponse<String> response = ask(HI + """
            ,"thinking":{"type":"adaptive"},"output_config":{"effort":"xhigh"},
            "tools":[{"name":"f","input_schema":{"type":"object"}}],
            "tool_choice":{"type":"auto","disable_parallel_tool_use":true}""");

        assertEquals(200, response.statusCode(), response.body());
        String dropped =
                response.headers().firstValue("x-aiplat-dropped-params").orElse("");
        assertTrue(dropped.contains("thinking"), dropped);
        assertTrue(dropped.contains("tool_choice.disable_parallel_tool_use"), dropped);
    }

    @Test
    void takesTheKeyAsAnthropicsClientsSendIt() {
        HttpResponse<String> response =
                gateway.post("/v1/messages", "{\"model\":\"smoke\"," + HI + "}", "Authorization", "", "x-api-key", KEY);

        assertEquals(200, response.statusCode(), response.body());
    }

    @Test
    void tellsOfAFailureInsideAStream() {
        gateway.engine.answer = (_, sink) -> sink.accept(new ChatDelta.Text("Hel"));

        String last = events(ask(HI + ",\"stream\":true")).getLast();

        assertTrue(last.startsWith("error {\"type\":\"error\""), last);
    }

    private static void assertError(int status, String type, HttpResponse<String> response) {
        assertEquals(status, response.statusCode(), response.body());
        assertEquals("error", json(response).path("type").asText());
        assertEquals(type, json(response).at("/error/type").asText());
        assertEquals(
                response.headers().firstValue("request-id").orElse("none"),
                json(response).path("request_id").asText());
    }

    private ChatRequest asked(String fields) {
        HttpResponse<String> response = ask(fields);
        assertEquals(200, response.statusCode(), response.body());
        return gateway.engine.asked.getLast();
    }

    private HttpResponse<String> ask(String fields) {
        return gateway.post("/v1/messages", "{\"model\":\"smoke\"," + fields + "}");
    }
}
