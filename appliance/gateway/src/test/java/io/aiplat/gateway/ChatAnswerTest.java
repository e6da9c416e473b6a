package io.aiplat.gateway;

import static io.aiplat.gateway.RunningGateway.error;
import static io.aiplat.gateway.RunningGateway.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.inference.chat.ChatDelta;
import io.aiplat.inference.chat.ChatDelta.FinishReason;
import io.aiplat.inference.chat.ToolCall;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Chat completions in one piece.
class ChatAnswerTest {
    private final RunningGateway gateway = new RunningGateway();

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void joinsThePartsIntoOneMessage() {
        HttpResponse<String> response = gateway.chat("");
        JsonNode answer = json(response);

        assertEquals(200, response.statusCode());
        assertEquals(
                "application/json",
                response.headers().firstValue("content-type").orElse(""));
        assertEquals("chat.completion", answer.path("object").asText());
        assertEquals("smoke", answer.path("model").asText());
        assertEquals(RunningGateway.NOW.getEpochSecond(), answer.path("created").asLong());
        JsonNode choice = answer.at("/choices/0");
        assertEquals("assistant", choice.at("/message/role").asText());
        assertEquals("Hello, wörld \"\n", choice.at("/message/content").asText());
        assertEquals("stop", choice.path("finish_reason").asText());
        assertEquals(1, answer.path("choices").size());
    }

    @Test
    void mintsItsOwnIdForEveryAnswer() {
        String first = json(gateway.chat("")).path("id").asText();
        String second = json(gateway.chat("")).path("id").asText();

        assertTrue(first.matches("chatcmpl-[0-9a-f]{24}"), first);
        assertTrue(!first.equals(second));
    }

    @Test
    void countsTheTokensTheEngineCounted() {
        JsonNode usage = json(gateway.chat("")).path("usage");

        assertEquals(5, usage.path("prompt_tokens").asInt());
        assertEquals(3, usage.path("completion_tokens").asInt());
        assertEquals(8, usage.path("total_tokens").asInt());
    }

    @Test
    void saysThatTheLimitCutTheAnswer() {
        gateway.engine.answer = (_, sink) -> sink.accept(new ChatDelta.Finished(FinishReason.LENGTH, 1, 1));

        assertEquals(
                "length", json(gateway.chat("")).at("/choices/0/finish_reason").asText());
    }

    @Test
    void givesToolCallsAsTheModelWroteThem() {
        gateway.engine.answer = (_, sink) -> {
            sink.accept(new ChatDelta.Call(new ToolCall("call_1", "weather", "{\"city\":\"Bern\"}")));
            sink.accept(new ChatDelta.Finished(FinishReason.TOOL_CALLS, 1, 1));
        };

        JsonNode choice = json(gateway.chat("")).at("/choices/0");

        assertTrue(choice.at("/message/content").isNull());
        assertEquals("tool_calls", choice.path("finish_reason").asText());
        JsonNode call = choice.at("/message/tool_calls/0");
        assertEquals("call_1", call.path("id").asText());
        assertEquals("function", call.path("type").asText());
        assertEquals("weather", call.at("/function/name").asText());
        assertEquals("{\"city\":\"Bern\"}", call.at("/function/arguments").asText());
    }

    @Test
    void anAnswerWithoutItsEndIsAnErrorAndNotAnAnswer() {
        gateway.engine.answer = (_, sink) -> sink.accept(new ChatDelta.Text("Hel"));

        HttpResponse<String> response = gateway.chat("");

        assertEquals(503, response.statusCode());
        assertEquals("GATEWAY_ANSWER_CUT", error(response).path("code").asText());
    }
}
