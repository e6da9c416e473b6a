package io.aiplat.launcher.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BenchLevelTest {
    private static final long MILLI = 1_000_000;

    private static BenchSample sample(long begin, long first, long end, int prompt, int output) {
        return new BenchSample(begin * MILLI, first * MILLI, end * MILLI, prompt, output, null);
    }

    private static BenchLevel level(BenchSample... samples) {
        return new BenchLevel(100, 2, List.of(samples));
    }

    @Test
    void oneAfterTheOtherHasTheSpeedsOfEach() {
        BenchLevel level = level(sample(0, 100, 1100, 50, 11), sample(1100, 1200, 2200, 50, 11));
        assertEquals(500, level.promptRate(), 1e-9, "100 tokens in 0.2 s");
        assertEquals(10, level.generationRate(), 1e-9, "ten each after the first, in a second each");
        assertEquals(100, level.firstTokenMillis(50));
        assertEquals(100, level.betweenTokensMillis(95), 1e-9);
        assertEquals(2 / 2.2, level.requestRate(), 1e-9);
        assertEquals(50, level.meanPromptTokens());
        assertEquals(11, level.meanOutputTokens());
    }

    @Test
    void timeThatTwoRequestsSpendTogetherCountsOnce() {
        BenchLevel level = level(sample(0, 100, 1100, 50, 11), sample(50, 150, 1150, 50, 11));
        assertEquals(100 / 0.15, level.promptRate(), 1e-9);
        assertEquals(20 / 1.05, level.generationRate(), 1e-9);
        assertEquals(2 / 1.15, level.requestRate(), 1e-9);
    }

    @Test
    void stretchesMayLieInOneAnotherAndApart() {
        assertEquals(0, BenchLevel.covered(List.of()));
        long[] outer = {10, 20};
        assertEquals(15, BenchLevel.covered(List.of(new long[] {30, 35}, new long[] {12, 15}, outer, outer)));
    }

    @Test
    void percentilesAreValuesThatWereMeasured() {
        double[] hundred = IntStream.rangeClosed(1, 100).mapToDouble(i -> i).toArray();
        assertEquals(50, BenchLevel.percentile(hundred, 50));
        assertEquals(95, BenchLevel.percentile(hundred, 95));
        assertEquals(100, BenchLevel.percentile(hundred, 100));
        assertEquals(3, BenchLevel.percentile(new double[] {3, 1, 2}, 95), "of few the largest");
        assertEquals(0, BenchLevel.percentile(new double[0], 50));
    }

    @Test
    void whatFailedIsCountedAndMeasuresNothing() {
        BenchLevel level = level(
                sample(0, 100, 1100, 50, 11),
                new BenchSample(0, 9, 9, 0, 0, "request (4228 tokens) is too long"),
                new BenchSample(5, 9, 9, 0, 0, "request (4312 tokens) is too long"),
                new BenchSample(6, 9, 9, 0, 0, "The answer was empty"));
        assertEquals(1, level.requests());
        assertEquals(Map.of("request (4228 tokens) is too long", 2, "The answer was empty", 1), level.errors());
        assertEquals(500, level.promptRate(), 1e-9);
    }

    @Test
    void ofNothingEverythingIsZero() {
        BenchLevel level = level(new BenchSample(0, 9, 9, 0, 0, "no"));
        assertEquals(0, level.promptRate());
        assertEquals(0, level.generationRate());
        assertEquals(0, level.requestRate());
        assertEquals(0, level.firstTokenMillis(50));
        assertEquals(0, level(sample(0, 1, 2, 5, 1)).betweenTokensMillis(50), "one token has none after it");
    }
}
