package io.aiplat.model.registry;

import java.time.Instant;

/// Result of a benchmark: how fast a model was with one concurrency and one size of context.
///
/// @param at                    when it was measured
/// @param engine                that ran it: `embedded`, `ollama`, `llamacpp`
/// @param promptTokens          of each request
/// @param outputTokens          of each answer
/// @param concurrency           requests at once
/// @param context               tokens of context that it was served with; 0 where that is not known
/// @param promptRate            tokens of prompts that were read in a second, of all requests together
/// @param generationRate        tokens that were written in a second, of all requests together
/// @param firstTokenMillis      from a request to the first token of its answer, the median, in milliseconds
/// @param firstTokenMillisWorst the same, the 95th of 100
public record BenchmarkResult(
        Instant at,
        String engine,
        int promptTokens,
        int outputTokens,
        int concurrency,
        int context,
        double promptRate,
        double generationRate,
        double firstTokenMillis,
        double firstTokenMillisWorst) {}
