package io.aiplat.launcher.bench;

import org.jspecify.annotations.Nullable;

/// Bench sample: what became of one request. Times are those of [System#nanoTime].
///
/// @param begin        when it was sent
/// @param first        when the first token came; `end` where none came
/// @param end          when the answer ended
/// @param promptTokens as the server counted them; 0 where it did not
/// @param outputTokens as the server counted them, else the pieces that came
/// @param error        why there is no answer; null for an answer
public record BenchSample(
        long begin,
        long first,
        long end,
        int promptTokens,
        int outputTokens,
        @Nullable String error) {
    private static final double MILLI = 1e6;

    /// Whether it was answered.
    public boolean answered() {
        return error == null;
    }

    /// Milliseconds from the request to the first token.
    double firstTokenMillis() {
        return (first - begin) / MILLI;
    }

    /// Milliseconds between two tokens on the average; NaN of an answer of one token.
    double betweenTokensMillis() {
        return outputTokens < 2 ? Double.NaN : (end - first) / MILLI / (outputTokens - 1);
    }
}
