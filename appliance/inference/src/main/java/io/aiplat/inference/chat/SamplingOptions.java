package io.aiplat.inference.chat;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Sampling options: how the tokens of an answer are drawn and when it ends.
/// Null in a field means: as the model's own defaults say. A value out of its range is refused before it gets here.
///
/// @param maxTokens        at most this many tokens of answer, 1 or more
/// @param temperature      0 to 2
/// @param topP             above 0, up to 1
/// @param topK             draw from so many of the likeliest tokens, 1 or more
/// @param seed             for a repeatable draw
/// @param stop             texts that end the answer and are not part of it, at most 4, none empty
/// @param frequencyPenalty -2 to 2
/// @param presencePenalty  -2 to 2
/// @param topLogprobs      how many alternatives to report for each token, 0 to 20; null for no
///                         probabilities at all
/// @param more             what engines draw by beyond the APIs, by the names that Ollama and llama.cpp have for
///                         it: `min_p`, `typical_p`, `repeat_penalty`, `repeat_last_n`
public record SamplingOptions(
        @Nullable Integer maxTokens,
        @Nullable Double temperature,
        @Nullable Double topP,
        @Nullable Integer topK,
        @Nullable Long seed,
        List<String> stop,
        @Nullable Double frequencyPenalty,
        @Nullable Double presencePenalty,
        @Nullable Integer topLogprobs,
        Map<String, Double> more) {
    /// Everything as the model's own defaults say.
    public static final SamplingOptions USUAL =
            new SamplingOptions(null, null, null, null, null, List.of(), null, null, null);

    public SamplingOptions {
        stop = List.copyOf(stop);
        more = Map.copyOf(more);
    }

    /// As the APIs have it.
    public SamplingOptions(
            @Nullable Integer maxTokens,
            @Nullable Double temperature,
            @Nullable Double topP,
            @Nullable Integer topK,
            @Nullable Long seed,
            List<String> stop,
            @Nullable Double frequencyPenalty,
            @Nullable Double presencePenalty,
            @Nullable Integer topLogprobs) {
        this(maxTokens, temperature, topP, topK, seed, stop, frequencyPenalty, presencePenalty, topLogprobs, Map.of());
    }

    /// The same with another limit.
    ///
    /// @param tokens 1 or more, or null for the model's own
    public SamplingOptions withMaxTokens(@Nullable Integer tokens) {
        return new SamplingOptions(
                tokens, temperature, topP, topK, seed, stop, frequencyPenalty, presencePenalty, topLogprobs, more);
    }

    /// The same with other texts that end the answer.
    public SamplingOptions withStop(List<String> texts) {
        return new SamplingOptions(
                maxTokens, temperature, topP, topK, seed, texts, frequencyPenalty, presencePenalty, topLogprobs, more);
    }

    /// The same with or without probabilities.
    ///
    /// @param alternatives 0 to 20, or null for none
    public SamplingOptions withTopLogprobs(@Nullable Integer alternatives) {
        return new SamplingOptions(
                maxTokens, temperature, topP, topK, seed, stop, frequencyPenalty, presencePenalty, alternatives, more);
    }

    /// The same from another seed.
    ///
    /// @param other null for any
    public SamplingOptions withSeed(@Nullable Long other) {
        return new SamplingOptions(
                maxTokens, temperature, topP, topK, other, stop, frequencyPenalty, presencePenalty, topLogprobs, more);
    }

    /// The same, drawn by these besides.
    public SamplingOptions withMore(Map<String, Double> others) {
        return new SamplingOptions(
                maxTokens, temperature, topP, topK, seed, stop, frequencyPenalty, presencePenalty, topLogprobs, others);
    }
}
