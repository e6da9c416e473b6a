package io.aiplat.gateway.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aiplat.inference.chat.ChatMessage;
import io.aiplat.inference.chat.ChatRequest;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which models of Anthropic's are told a number of tokens.
class AnthropicThinkingTest {
    @ParameterizedTest
    @CsvSource({
        "claude-3-7-sonnet-20250219, true",
        "claude-3-7-sonnet-latest, true",
        "claude-opus-4-20250514, true",
        "claude-opus-4-1-20250805, true",
        "claude-opus-4-1@20250805, true",
        "claude-sonnet-4-5, true",
        "anthropic/claude-sonnet-4.5, true",
        "claude-haiku-4-5-20251001, true",
        "claude-opus-4-6, false",
        "claude-sonnet-4-6, false",
        "claude-opus-4-7-20260416, false",
        "claude-sonnet-5, false",
        "private, false"
    })
    void modelsBeforeClaude46AreToldABudget(String model, boolean budgeted) {
        ChatRequest request = ChatRequest.of(model, List.of(ChatMessage.text("user", "hi")));

        assertEquals(budgeted, AnthropicThinking.of(request).budgeted());
    }
}
