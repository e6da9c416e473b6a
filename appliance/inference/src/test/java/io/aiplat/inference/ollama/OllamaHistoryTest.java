package io.aiplat.inference.ollama;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.inference.chat.ChatMessage;
import io.aiplat.inference.chat.ChatMessage.Thought;
import io.aiplat.inference.chat.ChatRequest;
import io.aiplat.inference.chat.SamplingOptions;
import io.aiplat.inference.chat.ToolCall;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Histories are told to Ollama whatever is in them.
class OllamaHistoryTest {
    private final FakeOllama ollama = new FakeOllama("0.20.0");

    OllamaHistoryTest() throws IOException {}

    @BeforeEach
    void answers() {
        ollama.answers("/api/chat", 200, "{\"message\":{\"content\":\"\"},\"done\":true,\"done_reason\":\"stop\"}");
    }

    @AfterEach
    void stop() {
        ollama.close();
    }

    private JsonNode told(ChatMessage... turns) {
        ollama.engine.chat(ChatRequest.of("smoke", List.of(turns)), _ -> {});
        return ollama.last("/api/chat").path("messages");
    }

    private static ChatMessage call(String arguments) {
        return new ChatMessage("assistant", "", List.of(), List.of(new ToolCall("c1", "f", arguments)), null);
    }

    @Test
    void saysWhoseResultItIsAndWhatWasThought() {
        JsonNode told = told(
                ChatMessage.text("user", "hi"),
                call("{}").withThoughts(List.of(new Thought("hm", null), new Thought("", "s"))),
                new ChatMessage("tool", "42", List.of(), List.of(), "c1"),
                new ChatMessage("tool", "43", List.of(), List.of(), "gone"));

        assertEquals("hm", told.at("/1/thinking").asText());
        assertEquals("c1", told.at("/1/tool_calls/0/id").asText());
        assertEquals("f", told.at("/2/tool_name").asText());
        assertEquals("c1", told.at("/2/tool_call_id").asText());
        assertEquals("43", told.at("/3/content").asText());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"path\": \"a.txt", "", "null", "[1]", "\"text\"", "nonsense"})
    void argumentsAreAnObject(String arguments) {
        assertEquals(
                true,
                told(ChatMessage.text("user", "hi"), call(arguments))
                        .at("/1/tool_calls/0/function/arguments")
                        .isObject());
    }

    @Test
    void drawsByWhatTheApisHaveNot() {
        SamplingOptions more = SamplingOptions.USUAL.withMore(Map.of("min_p", 0.1, "repeat_last_n", 64.0));
        ollama.engine.chat(
                ChatRequest.of("smoke", List.of(ChatMessage.text("user", "hi"))).withSampling(more), _ -> {});

        JsonNode options = ollama.last("/api/chat").path("options");
        assertEquals(0.1, options.path("min_p").asDouble());
        assertEquals("64", options.path("repeat_last_n").toString());
    }
}
