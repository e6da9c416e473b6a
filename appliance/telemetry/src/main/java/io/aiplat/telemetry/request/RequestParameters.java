package io.aiplat.telemetry.request;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a client asked for beside its prompt, for spans. What it did not say is null.
///
/// @param choices        how many answers to the prompt
/// @param stop           texts that end the answer; empty for none
/// @param reasoningLevel how much to think, in the client's word
/// @param outputType     `text`, `json`, `image` or `speech`
public record RequestParameters(
        @Nullable Long maxTokens,
        @Nullable Double temperature,
        @Nullable Double topP,
        @Nullable Double topK,
        @Nullable Long seed,
        @Nullable Long choices,
        @Nullable Double frequencyPenalty,
        @Nullable Double presencePenalty,
        List<String> stop,
        @Nullable String reasoningLevel,
        @Nullable String outputType) {
    /// A request that says nothing.
    public static final RequestParameters NONE =
            new RequestParameters(null, null, null, null, null, null, null, null, List.of(), null, null);

    public RequestParameters {
        stop = List.copyOf(stop);
    }
}
