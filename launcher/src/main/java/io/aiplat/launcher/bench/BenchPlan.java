package io.aiplat.launcher.bench;

import java.time.Duration;
import java.util.List;

/// Bench plan: what is measured.
///
/// @param model         as requests name it
/// @param concurrencies requests at once, each 1 or more; each is a level
/// @param promptTokens  sizes of prompts, each 1 or more; each is measured with each concurrency
/// @param outputTokens  that each request asks for, 1 or more
/// @param requests      of each level; 0 for as many as the time takes
/// @param time          after which a level begins no more requests
public record BenchPlan(
        String model,
        List<Integer> concurrencies,
        List<Integer> promptTokens,
        int outputTokens,
        int requests,
        Duration time) {
    public BenchPlan {
        concurrencies = List.copyOf(concurrencies);
        promptTokens = List.copyOf(promptTokens);
        if (outputTokens < 1 || requests < 0 || time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException("nothing can be measured with " + requests + " requests in " + time);
        }
    }

    /// Requests of a level: at least as many as there are at once.
    int requests(int concurrency) {
        return requests == 0 ? Integer.MAX_VALUE : Math.max(requests, concurrency);
    }
}
