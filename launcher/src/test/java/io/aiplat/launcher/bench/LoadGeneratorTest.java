package io.aiplat.launcher.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LoadGeneratorTest {
    private final ConcurrentLinkedQueue<String> prompts = new ConcurrentLinkedQueue<>();
    private final AtomicInteger now = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    /// A model with two tokens for each word and ten around a prompt.
    private BenchSample answered(String prompt, int outputTokens) throws InterruptedException {
        prompts.add(prompt);
        most.accumulateAndGet(now.incrementAndGet(), Math::max);
        long begin = System.nanoTime();
        Thread.sleep(3);
        now.decrementAndGet();
        return new BenchSample(begin, begin + 1, System.nanoTime(), tokens(prompt), outputTokens, null);
    }

    private static int tokens(String prompt) {
        return 10 + 2 * prompt.split(" ").length;
    }

    private static BenchPlan plan(int requests, Duration time) {
        return new BenchPlan("m", List.of(1, 3), List.of(50, 200), 8, requests, time);
    }

    private LoadGenerator generator() {
        return new LoadGenerator(this::answered, new SplittableRandom(1));
    }

    @Test
    void measuresEachSizeWithEachNumberAtOnce() throws InterruptedException {
        List<BenchLevel> told = new ArrayList<>();
        List<BenchLevel> levels = generator().run(plan(6, Duration.ofMinutes(1)), told::add);
        assertEquals(levels, told);
        assertEquals(
                List.of("50x1", "50x3", "200x1", "200x3"),
                levels.stream()
                        .map(level -> level.promptTokens() + "x" + level.concurrency())
                        .toList());
        levels.forEach(level -> assertEquals(6, level.requests()));
        assertEquals(3, most.get());
    }

    @Test
    void countsWordsSoThatPromptsHaveTheSizeThatWasAskedFor() throws InterruptedException {
        List<BenchLevel> levels = generator().run(plan(3, Duration.ofMinutes(1)), _ -> {});
        assertEquals(50, levels.getFirst().meanPromptTokens());
        assertEquals(200, levels.getLast().meanPromptTokens());
    }

    @Test
    void noTwoPromptsBeginAlike() throws InterruptedException {
        generator().run(plan(6, Duration.ofMinutes(1)), _ -> {});
        Set<String> beginnings = new HashSet<>();
        prompts.forEach(prompt ->
                beginnings.add(String.join(" ", List.of(prompt.split(" ")).subList(0, 4))));
        assertEquals(prompts.size(), beginnings.size());
    }

    @Test
    void endsAfterItsTimeButLetsEachCallerAskOnce() throws InterruptedException {
        List<BenchLevel> levels = generator().run(plan(0, Duration.ofNanos(1)), _ -> {});
        assertEquals(
                List.of(1, 3, 1, 3), levels.stream().map(BenchLevel::requests).toList());
        levels = generator().run(plan(0, Duration.ofMillis(40)), _ -> {});
        assertTrue(levels.getFirst().requests() > 1, levels.getFirst().requests() + " requests in 40 ms");
    }

    @Test
    void asksNoFewerThanAreAtOnce() throws InterruptedException {
        List<BenchLevel> levels = generator().run(plan(1, Duration.ofMinutes(1)), _ -> {});
        assertEquals(3, levels.get(1).requests());
    }

    @Test
    void stopsAtTheFirstRequestWhereThatFails() throws InterruptedException {
        BenchSample failed = new BenchSample(0, 1, 1, 0, 0, "there is no such model");
        List<BenchLevel> levels = new LoadGenerator((_, _) -> failed, new SplittableRandom(1))
                .run(plan(6, Duration.ofMinutes(1)), _ -> {});
        assertEquals(1, levels.size());
        assertFalse(levels.getFirst().errors().isEmpty());
    }
}
