package io.aiplat.gateway.relay;

import io.aiplat.gateway.call.Operation;
import io.aiplat.gateway.protocol.AnthropicUsage;
import io.aiplat.gateway.protocol.CountedTokens;
import io.aiplat.wire.json.JsonObjectView;
import java.util.Set;

/// Stream format of an API: how its answers, passed on as they are, say what they used and where they end.
enum Dialect {
    /// OpenAI's older ones.
    CHAT,
    /// OpenAI's responses. Their last event holds the whole answer.
    RESPONSES,
    /// What OpenAI's models write down of a recording.
    TRANSCRIPTS,
    /// Anthropic's messages.
    MESSAGES;

    static Dialect of(Operation operation) {
        return switch (operation) {
            case CHAT, COMPLETIONS, EMBEDDINGS, RERANK -> CHAT;
            case RESPONSES, INPUT_TOKENS, COMPACT -> RESPONSES;
            case TRANSCRIPTIONS -> TRANSCRIPTS;
            case MESSAGES, COUNT_TOKENS -> MESSAGES;
        };
    }

    /// Watches a stream.
    ///
    /// @param usageWanted whether the client asked for the count that the gateway asks for in any case
    StreamScan stream(boolean usageWanted) {
        return switch (this) {
            case CHAT -> new ChatScan(usageWanted);
            case RESPONSES ->
                new TypedScan(
                        RESPONSES, Set.of("response.completed", "response.incomplete"), "response.failed", "response");
            case TRANSCRIPTS -> new TypedScan(TRANSCRIPTS, Set.of("transcript.text.done"), "error", null);
            case MESSAGES -> new MessagesScan();
        };
    }

    /// What an object `usage` says; nothing where a recording is measured in seconds.
    CountedTokens usage(JsonObjectView usage) {
        return switch (this) {
            case CHAT -> CountedTokens.of(usage, "prompt_tokens", "completion_tokens", "prompt_tokens_details");
            case RESPONSES, TRANSCRIPTS ->
                CountedTokens.of(usage, "input_tokens", "output_tokens", "input_tokens_details");
            case MESSAGES -> {
                AnthropicUsage counted = new AnthropicUsage();
                counted.add(usage);
                yield counted.counted();
            }
        };
    }
}
