package io.aiplat.governance;

/// What a request has used.
///
/// @param inputTokens       all of them, those from the upstream's cache included
/// @param outputTokens      reasoning included
/// @param cachedInputTokens how many of the input came from the upstream's cache
/// @param estimated         whether the gateway counted because the upstream did not say
public record Usage(long inputTokens, long outputTokens, long cachedInputTokens, boolean estimated) {
    public Usage {
        if (cachedInputTokens < 0 || inputTokens < cachedInputTokens || outputTokens < 0) {
            throw new IllegalArgumentException("tokens are counted from 0, and cached ones are a part of the input");
        }
    }

    long tokens() {
        return inputTokens + outputTokens;
    }
}
