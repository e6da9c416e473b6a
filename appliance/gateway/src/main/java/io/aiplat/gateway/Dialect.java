package io.aiplat.gateway;

import io.aiplat.gateway.foreign.AnthropicUsage;
import io.aiplat.governance.Usage;
import io.aiplat.wire.json.TopLevel;

/// How an API's answers, passed on as they are, say what they used and where they end.
enum Dialect {
    /// OpenAI's older ones.
    CHAT,
    /// OpenAI's responses.
    RESPONSES,
    /// Anthropic's messages.
    MESSAGES;

    static Dialect of(Operation operation) {
        return switch (operation) {
            case CHAT, COMPLETIONS, EMBEDDINGS -> CHAT;
            case RESPONSES -> RESPONSES;
            case MESSAGES, COUNT_TOKENS -> MESSAGES;
        };
    }

    /// Watches a stream.
    ///
    /// @param usageWanted whether the client asked for the count that the gateway asks for in any case
    StreamScan stream(boolean usageWanted) {
        return switch (this) {
            case CHAT -> new ChatScan(usageWanted);
            case RESPONSES -> new ResponsesScan();
            case MESSAGES -> new MessagesScan();
        };
    }

    /// What an object `usage` says.
    Usage usage(TopLevel usage) {
        return switch (this) {
            case CHAT -> counted(usage, "prompt_tokens", "completion_tokens", "prompt_tokens_details");
            case RESPONSES -> counted(usage, "input_tokens", "output_tokens", "input_tokens_details");
            case MESSAGES -> {
                AnthropicUsage counted = new AnthropicUsage();
                counted.add(usage);
                yield Tally.counted(counted.total());
            }
        };
    }

    private static Usage counted(TopLevel usage, String prompt, String answer, String more) {
        TopLevel details = usage.object(more);
        long input = Math.max(0, usage.integer(prompt).orElse(0));
        long cached = details == null ? 0 : details.integer("cached_tokens").orElse(0);
        return new Usage(input, Math.max(0, usage.integer(answer).orElse(0)), Math.clamp(cached, 0, input), false);
    }
}
