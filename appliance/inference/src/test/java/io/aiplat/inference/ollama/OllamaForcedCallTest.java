package io.aiplat.inference.ollama;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.inference.ModelEngineContract;
import io.aiplat.inference.chat.ChatDelta;
import io.aiplat.inference.chat.ChatDelta.FinishReason;
import io.aiplat.inference.chat.ChatMessage;
import io.aiplat.inference.chat.ChatRequest;
import io.aiplat.inference.chat.ToolCall;
import io.aiplat.inference.chat.ToolDefinition;
import io.aiplat.inference.chat.Tools;
import io.aiplat.supply.ollama.OllamaApi;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A model of Ollama is made to call a tool by a schema.
class OllamaForcedCallTest {
    private static final ToolDefinition WEATHER = new ToolDefinition(
            "weather",
            "tells it",
            "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\",\"pattern\":\"[A-Z]\"}},"
                    + "\"required\":[\"city\"]}");
    private static final ToolDefinition TREE = new ToolDefinition(
            "tree",
            "",
            "{\"type\":\"object\",\"properties\":{\"root\":{\"$ref\":\"#/$defs/Node\"}},\"$defs\":{\"Node\":{\"type\":"
                    + "\"object\",\"properties\":{\"next\":{\"$ref\":\"#/$defs/Node\"},\"pattern\":{\"type\":\"string\"}}}}}");

    private final FakeOllama ollama = new FakeOllama("0.20.0");

    OllamaForcedCallTest() throws IOException {}

    @AfterEach
    void stop() {
        ollama.close();
    }

    private static ChatRequest forced(Tools.Choice choice) {
        return ChatRequest.of("smoke", List.of(ChatMessage.text("user", "go")))
                .withTools(new Tools(List.of(WEATHER, TREE), choice, false));
    }

    private static JsonNode json(String text) {
        try {
            return OllamaApi.JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(text, e);
        }
    }

    private List<ChatDelta> says(Tools.Choice choice, String... lines) {
        ollama.answers("/api/chat", 200, lines);
        return ModelEngineContract.parts(ollama.engine, forced(choice));
    }

    private static String text(String content) {
        return "{\"message\":{\"role\":\"assistant\",\"content\":" + OllamaApi.JSON.valueToTree(content)
                + "},\"done\":false}";
    }

    private static String done(String reason) {
        return "{\"message\":{\"role\":\"assistant\",\"content\":\"\"},\"done\":true,\"done_reason\":\"" + reason
                + "\",\"prompt_eval_count\":7,\"eval_count\":5}";
    }

    @Test
    void bindsTheAnswerToTheToolThatIsNamed() {
        says(new Tools.Choice.Named("weather"), done("stop"));

        JsonNode question = ollama.last("/api/chat");
        assertEquals(json("""
                {"type":"object","properties":{"name":{"type":"string","enum":["weather"]},
                 "arguments":{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}},
                 "required":["name","arguments"],"additionalProperties":false}"""), question.path("format"));
        assertEquals(2, question.path("tools").size());
        assertFalse(question.has("think"));
    }

    @Test
    void bindsTheAnswerToAnyToolAndReferencesStillLead() {
        says(new Tools.Choice.Required(), done("stop"));

        JsonNode format = ollama.last("/api/chat").path("format");
        assertEquals(2, format.path("anyOf").size());
        assertEquals(
                "#/$defs/t1", format.at("/anyOf/1/properties/arguments/$ref").asText());
        assertEquals(
                "#/$defs/t1/$defs/Node",
                format.at("/$defs/t1/properties/root/$ref").asText());
        assertEquals(
                "#/$defs/t1/$defs/Node",
                format.at("/$defs/t1/$defs/Node/properties/next/$ref").asText());
        assertEquals(
                "string",
                format.at("/$defs/t1/$defs/Node/properties/pattern/type").asText());
    }

    @Test
    void readsTheAnswerAsACall() {
        List<ChatDelta> parts = says(
                new Tools.Choice.Required(),
                text("{\"name\": \"weather\", \"argu"),
                text("ments\": {\"city\": \"Bern\"}}"),
                done("stop"));

        ToolCall call = ((ChatDelta.Call) parts.getFirst()).call();
        assertEquals("weather", call.name());
        assertEquals("{\"city\":\"Bern\"}", call.arguments());
        assertEquals(2, parts.size());
        assertEquals(FinishReason.TOOL_CALLS, ModelEngineContract.end(parts).reason());
        assertEquals(5, ModelEngineContract.end(parts).outputTokens());
    }

    @Test
    void aCallThatOllamaReadsItselfIsOne() {
        List<ChatDelta> parts = says(
                new Tools.Choice.Required(),
                "{\"message\":{\"role\":\"assistant\",\"content\":\"\",\"tool_calls\":[{\"function\":{\"name\":\"weather\","
                        + "\"arguments\":{\"city\":\"Bern\"}}}]},\"done\":false}",
                done("stop"));

        assertEquals("weather", ((ChatDelta.Call) parts.getFirst()).call().name());
        assertEquals(FinishReason.TOOL_CALLS, ModelEngineContract.end(parts).reason());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"name": "weather", "arguments": {"ci | length | LENGTH
            I would rather not.                   | stop   | STOP
            {"name": "other", "arguments": {}}    | stop   | STOP
            """)
    void whatIsNoCallIsNotLost(String said, String reason, FinishReason end) {
        List<ChatDelta> parts = says(new Tools.Choice.Required(), text(said), done(reason));

        assertEquals(said, ModelEngineContract.text(parts));
        assertEquals(end, ModelEngineContract.end(parts).reason());
    }

    @Test
    void aModelWithoutToolsIsToldOfThemInWords() {
        ollama.answers("/api/show", 200, "{\"modelfile\":\"\",\"template\":\"\",\"capabilities\":[\"completion\"]}");
        says(new Tools.Choice.Named("weather"), done("stop"));

        JsonNode question = ollama.last("/api/chat");
        assertFalse(question.has("tools"));
        String told = question.at("/messages/0/content").asText();
        assertEquals(
                "- weather: tells it Arguments: " + WEATHER.parameters(),
                told.lines().skip(1).findFirst().orElse(""));
    }

    @Test
    void thoughtsAreOffUnlessTheyAreWanted() {
        ollama.answers(
                "/api/show",
                200,
                "{\"modelfile\":\"\",\"template\":\"\",\"capabilities\":[\"completion\",\"tools\",\"thinking\"]}");
        says(new Tools.Choice.Required(), done("stop"));

        assertFalse(ollama.last("/api/chat").path("think").asBoolean(true));
    }
}
