package io.aiplat.model.spend;

import org.jspecify.annotations.Nullable;

/// Token usage: the tokens of a request, or of one text of it, from the engine's word to the ledger and the metrics.
///
/// @param inputTokens     of the prompt, those from a cache among them
/// @param outputTokens    generated, those of reasoning among them
/// @param cachedTokens    how many of the prompt came from a cache; null where nobody says
/// @param writtenTokens   how many of the prompt, besides those, a cache has learnt; null where nobody says
/// @param reasoningTokens how many of the output were spent on reasoning; null where nobody says
/// @param estimated       whether any of the counts is a guess from above, because the upstream did not count
public record TokenUsage(
        long inputTokens,
        long outputTokens,
        @Nullable Long cachedTokens,
        @Nullable Long writtenTokens,
        @Nullable Long reasoningTokens,
        boolean estimated) {
    /// Nothing read, nothing made.
    public static final TokenUsage NONE = of(0, 0);

    /// @throws IllegalArgumentException for less than none, and for parts that are more than their whole
    public TokenUsage {
        if (inputTokens < 0 || outputTokens < 0 || known(cachedTokens) < 0 || known(writtenTokens) < 0) {
            throw new IllegalArgumentException("tokens are counted from 0");
        }
        if (inputTokens - known(cachedTokens) < known(writtenTokens)) {
            throw new IllegalArgumentException("what a cache gives and learns is a part of the input");
        }
        if (known(reasoningTokens) < 0 || known(reasoningTokens) > outputTokens) {
            throw new IllegalArgumentException("reasoning is a part of the output");
        }
    }

    /// Counted, without a word on its parts.
    public static TokenUsage of(long inputTokens, long outputTokens) {
        return new TokenUsage(inputTokens, outputTokens, null, null, null, false);
    }

    /// Guessed from above.
    public static TokenUsage estimate(long inputTokens, long outputTokens) {
        return new TokenUsage(inputTokens, outputTokens, null, null, null, true);
    }

    private static long known(@Nullable Long part) {
        return part == null ? 0 : part;
    }

    /// Of the prompt, from a cache, as far as anybody says.
    public long cached() {
        return known(cachedTokens);
    }

    /// Of the prompt, learnt by a cache, as far as anybody says.
    public long written() {
        return known(writtenTokens);
    }

    /// Of the output, spent on reasoning, as far as anybody says.
    public long reasoning() {
        return known(reasoningTokens);
    }

    /// Prompt that no cache has to do with, as far as anybody says.
    public long plainInput() {
        return inputTokens - cached() - written();
    }

    /// Prompt and answer together.
    public long totalTokens() {
        return inputTokens + outputTokens;
    }

    /// Both together; a part that one of them does not say is unknown of both.
    public TokenUsage plus(TokenUsage other) {
        return new TokenUsage(
                inputTokens + other.inputTokens,
                outputTokens + other.outputTokens,
                sum(cachedTokens, other.cachedTokens),
                sum(writtenTokens, other.writtenTokens),
                sum(reasoningTokens, other.reasoningTokens),
                estimated || other.estimated);
    }

    private static @Nullable Long sum(@Nullable Long one, @Nullable Long other) {
        return one == null || other == null ? null : Long.valueOf(one + other);
    }
}
