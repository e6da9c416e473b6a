package io.aiplat.launcher.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/// Bench level: what was measured with prompts of one size and one number of requests at once.
///
/// **Rates** are of all requests together: tokens, divided by the time in which at least one request was in that
/// phase. Reading lasts from a request to its first token, so it includes waiting for a slot; writing from the first
/// token to the end, and the first token counts as read. With one request at once this is what llama.cpp calls prompt
/// and generation speed, but for the way through the gateway.
///
/// @param promptTokens that were asked for
/// @param concurrency  requests at once
/// @param samples      of all requests, answered or not, in the order of their begins
public record BenchLevel(int promptTokens, int concurrency, List<BenchSample> samples) {
    private static final double SECOND = 1e9;

    public BenchLevel {
        samples = samples.stream()
                .sorted(Comparator.comparingLong(BenchSample::begin))
                .toList();
    }

    private List<BenchSample> answered() {
        return samples.stream().filter(BenchSample::answered).toList();
    }

    /// Requests that were answered.
    public int requests() {
        return answered().size();
    }

    /// Why the others were not, and how often each. What differs in its numbers only is the same, in the words of the
    /// first.
    public Map<String, Integer> errors() {
        Map<String, String> words = new HashMap<>();
        Map<String, Integer> errors = new LinkedHashMap<>();
        for (BenchSample sample : samples) {
            String error = sample.error();
            if (error != null) {
                String kind = error.replaceAll("[0-9]+", "0");
                errors.merge(words.computeIfAbsent(kind, _ -> error), 1, Integer::sum);
            }
        }
        return errors;
    }

    /// Tokens of a prompt as the server counted them, on the average; 0 where nothing was answered.
    public double meanPromptTokens() {
        return mean(BenchSample::promptTokens);
    }

    /// Tokens of an answer, on the average; fewer than asked for where the model ended by itself.
    public double meanOutputTokens() {
        return mean(BenchSample::outputTokens);
    }

    private double mean(ToDoubleFunction<BenchSample> value) {
        return answered().stream().mapToDouble(value).average().orElse(0);
    }

    /// Tokens of prompts that were read in a second.
    public double promptRate() {
        return rate(BenchSample::promptTokens, BenchSample::begin, BenchSample::first);
    }

    /// Tokens that were written in a second.
    public double generationRate() {
        return rate(sample -> Math.max(0, sample.outputTokens() - 1), BenchSample::first, BenchSample::end);
    }

    private double rate(
            ToLongFunction<BenchSample> tokens, Function<BenchSample, Long> from, Function<BenchSample, Long> to) {
        List<BenchSample> answered = answered();
        double seconds = covered(answered.stream()
                        .map(sample -> new long[] {from.apply(sample), to.apply(sample)})
                        .toList())
                / SECOND;
        return seconds <= 0 ? 0 : answered.stream().mapToLong(tokens).sum() / seconds;
    }

    /// Length of what stretches of time cover together; what several of them cover counts once.
    static long covered(List<long[]> stretches) {
        List<long[]> sorted = new ArrayList<>(stretches);
        sorted.sort(Comparator.comparingLong(stretch -> stretch[0]));
        long covered = 0;
        long until = Long.MIN_VALUE;
        for (long[] stretch : sorted) {
            long begin = Math.max(stretch[0], until);
            if (stretch[1] > begin) {
                covered += stretch[1] - begin;
                until = stretch[1];
            }
        }
        return covered;
    }

    /// Requests that were answered in a second, from the first begin to the last end.
    public double requestRate() {
        List<BenchSample> answered = answered();
        if (answered.isEmpty()) {
            return 0;
        }
        long end = answered.stream().mapToLong(BenchSample::end).max().orElse(0);
        double seconds = (end - answered.getFirst().begin()) / SECOND;
        return seconds <= 0 ? 0 : answered.size() / seconds;
    }

    /// Milliseconds to the first token, of so many in a hundred at most; 0 where nothing was answered.
    ///
    /// @param percent above 0, up to 100
    public double firstTokenMillis(double percent) {
        return percentile(
                answered().stream().mapToDouble(BenchSample::firstTokenMillis).toArray(), percent);
    }

    /// Milliseconds between two tokens, of so many requests in a hundred at most; 0 where no answer had two.
    ///
    /// @param percent above 0, up to 100
    public double betweenTokensMillis(double percent) {
        return percentile(
                answered().stream()
                        .mapToDouble(BenchSample::betweenTokensMillis)
                        .filter(Double::isFinite)
                        .toArray(),
                percent);
    }

    /// The smallest value that so many in a hundred do not exceed (nearest rank): of few values the 95th is the
    /// largest.
    static double percentile(double[] values, double percent) {
        if (values.length == 0) {
            return 0;
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int rank = (int) Math.ceil(percent / 100 * sorted.length);
        return sorted[Math.clamp(rank, 1, sorted.length) - 1];
    }
}
