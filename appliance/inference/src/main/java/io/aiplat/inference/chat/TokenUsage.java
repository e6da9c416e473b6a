package io.aiplat.inference.chat;

import org.jspecify.annotations.Nullable;

/// Token usage of an answer.
/// What an answer cost.
///
/// @param inputTokens     tokens of the prompt, those from a cache among them
/// @param outputTokens    tokens generated, those of reasoning among them
/// @param cachedTokens    how many of the prompt came from a cache; null where the engine does not say
/// @param writtenTokens   how many of the prompt, besides those, a cache has learnt; null where the engine
///                        does not say
/// @param reasoningTokens how many were spent on reasoning; null where the engine does not say
/// @param estimated       whether `inputTokens` is a guess from above, because the engine did not count
public record TokenUsage(
        int inputTokens,
        int outputTokens,
        @Nullable Integer cachedTokens,
        @Nullable Integer writtenTokens,
        @Nullable Integer reasoningTokens,
        boolean estimated) {
    /// Of an engine that does not count what a cache learns.
    public TokenUsage(
            int inputTokens,
            int outputTokens,
            @Nullable Integer cachedTokens,
            @Nullable Integer reasoningTokens,
            boolean estimated) {
        this(inputTokens, outputTokens, cachedTokens, null, reasoningTokens, estimated);
    }

    /// Both counts as the model's own tokenizer has them.
    public static TokenUsage of(int inputTokens, int outputTokens) {
        return new TokenUsage(inputTokens, outputTokens, null, null, false);
    }

    /// Prompt and answer together.
    public int totalTokens() {
        return inputTokens + outputTokens;
    }
}
