package io.aiplat.inference.embedded;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.inference.chat.ChatMessage;
import io.aiplat.inference.chat.ChatRequest;
import io.aiplat.inference.chat.ChatRequest.AnswerFormat;
import io.aiplat.inference.chat.ForcedCall;
import io.aiplat.inference.chat.ToolDefinition;
import io.aiplat.inference.chat.Tools;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The schemas by which the embedded engine is made to call a tool are such as it can keep to.
class EmbeddedForcedCallTest {
    private static final ToolDefinition PLAIN = new ToolDefinition(
            "plain", "does it", "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}}}");
    private static final ToolDefinition ODD = new ToolDefinition(
            "odd", "", "{\"type\":\"object\",\"properties\":{\"a\":{\"anyOf\":[{\"type\":\"string\"}]}}}");

    private static ChatRequest bound(List<ToolDefinition> tools, Tools.Choice choice) {
        ChatRequest request = ChatRequest.of(
                        "smoke", List.of(ChatMessage.text("system", "be brief"), ChatMessage.text("user", "go")))
                .withTools(new Tools(tools, choice, true));
        ForcedCall forced = ChatTranslation.forced(request);
        return forced.request(true);
    }

    private static String schema(ChatRequest request) {
        return ((AnswerFormat.JsonSchema) request.format()).schema();
    }

    @Test
    void keepsToWhatLlamaIsKnownToTurnIntoAGrammar() {
        String all = schema(bound(List.of(PLAIN, ODD), new Tools.Choice.Required()));
        String one = schema(bound(List.of(PLAIN, ODD), new Tools.Choice.Named("odd")));

        assertDoesNotThrow(() -> JsonSchemaSubset.check(all), all);
        assertDoesNotThrow(() -> JsonSchemaSubset.check(one), one);
        assertTrue(all.contains("\"a\":{\"type\":\"string\"}"), all);
        assertTrue(one.contains("\"arguments\":{\"type\":\"object\"}"), one);
    }

    @Test
    void tellsOfTheToolsWhereTheSystemSpeaks() {
        ChatRequest bound = bound(List.of(PLAIN), new Tools.Choice.Required());

        assertEquals(2, bound.messages().size());
        assertTrue(bound.messages().getFirst().content().startsWith("be brief\n\n"));
        assertTrue(bound.messages().getFirst().content().endsWith("- plain: does it Arguments: " + PLAIN.parameters()));
        assertEquals(Tools.NONE, bound.tools());
    }
}
