package io.aiplat.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.inference.chat.ChatMessage;
import io.aiplat.inference.chat.ChatRequest;
import io.aiplat.inference.chat.ChatRequest.AnswerFormat;
import io.aiplat.inference.chat.ReasoningEffort;
import io.aiplat.inference.chat.SamplingOptions;
import io.aiplat.inference.chat.ServingOptions;
import io.aiplat.inference.chat.ToolDefinition;
import io.aiplat.inference.chat.Tools;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CapabilitiesTest {
    private static final ChatRequest PLAIN = ChatRequest.of("m", List.of(ChatMessage.text("user", "hi")));
    private static final List<ToolDefinition> TOOL = List.of(new ToolDefinition("f", "", "{}"));
    private static final Capabilities CHAT = new Capabilities(Set.of(Capability.CHAT, Capability.COMPLETION), 4096);

    @Test
    void lacksNothingForWhatIsNotUsed() {
        assertEquals(Map.of(), CHAT.lacking(PLAIN));
        assertEquals(Map.of(), CHAT.lacking(PLAIN.withReasoning(ReasoningEffort.OFF)));
        assertEquals(Map.of(), CHAT.lacking(PLAIN.withTools(new Tools(TOOL, new Tools.Choice.None(), false))));
        assertEquals(Map.of(), CHAT.lacking(CompletionRequest.of("m", "a")));
    }

    @Test
    void namesEachParameterThatIsUsedInTheOrderOfTheApi() {
        ChatRequest all = new ChatRequest(
                "m",
                List.of(new ChatMessage("user", "?", List.of("aGk="), List.of(), null)),
                SamplingOptions.USUAL.withTopLogprobs(2),
                new Tools(TOOL, new Tools.Choice.Required(), false),
                new AnswerFormat.Json(),
                ReasoningEffort.LOW,
                ServingOptions.USUAL);
        assertEquals(
                List.of(
                        "messages",
                        "logprobs",
                        "response_format",
                        "tools",
                        "tool_choice",
                        "parallel_tool_calls",
                        "reasoning_effort"),
                List.copyOf(CHAT.lacking(all).keySet()));
        assertEquals(Map.of(), new Capabilities(EnumSet.allOf(Capability.class), 1).lacking(all));
        CompletionRequest gap =
                new CompletionRequest("m", "a", "b", SamplingOptions.USUAL.withTopLogprobs(0), ServingOptions.USUAL);
        assertEquals(
                List.of("suffix", "logprobs"), List.copyOf(CHAT.lacking(gap).keySet()));
    }

    @Test
    void refusesTheFirstThatIsLackingWithASentence() {
        RequestRefused refused = assertThrows(
                RequestRefused.class,
                () -> Capabilities.require(
                        "Ollama 0.11.4",
                        "m",
                        CHAT.lacking(PLAIN.withSampling(SamplingOptions.USUAL.withTopLogprobs(0)))));
        assertEquals("logprobs", refused.parameter());
        assertTrue(String.valueOf(refused.getMessage()).startsWith("Ollama 0.11.4 "), refused.getMessage());
        Capabilities.require("any", "m", Map.of());
        RequestRefused small = assertThrows(
                RequestRefused.class,
                () -> Capabilities.require("the small engine", "m", Map.of("tools", Capability.TOOLS), "another can"));
        assertTrue(
                small.getMessage().startsWith("m on the small engine cannot call tools; another can ("),
                small.getMessage());
    }

    @Test
    void whatARequestMakesSenseWithoutIsRefusedWithTheWayToDoWithout() {
        Capabilities nothing = new Capabilities(EnumSet.noneOf(Capability.class), 1);
        RequestRefused noChat =
                assertThrows(RequestRefused.class, () -> Capabilities.require("any", "m", nothing.lacking(PLAIN)));
        assertFalse(String.valueOf(noChat.getMessage()).contains("drop_params"), String.valueOf(noChat.getMessage()));

        ChatRequest withTools = PLAIN.withTools(new Tools(TOOL, new Tools.Choice.Auto(), true));
        RequestRefused noTools =
                assertThrows(RequestRefused.class, () -> Capabilities.require("any", "m", CHAT.lacking(withTools)));
        assertEquals(
                "m on any cannot call tools ('drop_params: true' at the model in gateway.yaml, or in the request, "
                        + "leaves it out)",
                noTools.getMessage());
    }
}
