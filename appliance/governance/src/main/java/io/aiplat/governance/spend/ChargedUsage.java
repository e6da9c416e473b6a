package io.aiplat.governance.spend;

/// Token usage as the ledger charges it: what a request has used.
///
/// @param inputTokens       all of them, those from the upstream's cache included
/// @param outputTokens      reasoning included
/// @param cachedInputTokens how many of the input came from the upstream's cache
/// @param cacheWriteTokens  how many of the input, besides those, the upstream's cache has learnt for a price
/// @param reasoningTokens   how many of the output were spent on reasoning
/// @param estimated         whether the gateway counted because the upstream did not say
public record ChargedUsage(
        long inputTokens,
        long outputTokens,
        long cachedInputTokens,
        long cacheWriteTokens,
        long reasoningTokens,
        boolean estimated) {
    public ChargedUsage {
        if (cachedInputTokens < 0 || cacheWriteTokens < 0 || outputTokens < 0) {
            throw new IllegalArgumentException("tokens are counted from 0");
        }
        if (inputTokens - cachedInputTokens < cacheWriteTokens) {
            throw new IllegalArgumentException("what a cache gives and learns is a part of the input");
        }
        if (reasoningTokens < 0 || reasoningTokens > outputTokens) {
            throw new IllegalArgumentException("reasoning is a part of the output");
        }
    }

    /// Of an upstream that says nothing of reasoning.
    public ChargedUsage(
            long inputTokens, long outputTokens, long cachedInputTokens, long cacheWriteTokens, boolean estimated) {
        this(inputTokens, outputTokens, cachedInputTokens, cacheWriteTokens, 0, estimated);
    }

    /// Of an upstream that takes nothing for what its cache learns.
    public ChargedUsage(long inputTokens, long outputTokens, long cachedInputTokens, boolean estimated) {
        this(inputTokens, outputTokens, cachedInputTokens, 0, 0, estimated);
    }

    /// Input that no cache has to do with.
    long plainInputTokens() {
        return inputTokens - cachedInputTokens - cacheWriteTokens;
    }

    public long tokens() {
        return inputTokens + outputTokens;
    }
}
