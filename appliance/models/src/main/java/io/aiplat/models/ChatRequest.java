package io.aiplat.models;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A conversation to be continued. Null in a sampling field means: as the model's own defaults say.
///
/// @param model          name as in [ModelCard#name]
/// @param tools          empty for none
/// @param format         what form the answer must have
/// @param maxTokens      at most this many tokens of answer, 1 or more
/// @param temperature    0 to 2
/// @param topP           above 0, up to 1
/// @param seed           for a repeatable draw
/// @param stop           texts that end the answer and are not part of it, at most 4
/// @param frequencyPenalty -2 to 2
/// @param presencePenalty  -2 to 2
public record ChatRequest(
        String model,
        List<ChatMessage> messages,
        List<ToolDefinition> tools,
        AnswerFormat format,
        @Nullable Integer maxTokens,
        @Nullable Double temperature,
        @Nullable Double topP,
        @Nullable Long seed,
        List<String> stop,
        @Nullable Double frequencyPenalty,
        @Nullable Double presencePenalty) {
    public ChatRequest {
        messages = List.copyOf(messages);
        tools = List.copyOf(tools);
        stop = List.copyOf(stop);
    }

    /// What form an answer must have.
    public sealed interface AnswerFormat {
        /// Any text.
        record Text() implements AnswerFormat {}

        /// Any JSON object.
        record Json() implements AnswerFormat {}

        /// JSON that fits a schema.
        ///
        /// @param schema JSON Schema as text
        record JsonSchema(String schema) implements AnswerFormat {}
    }
}
