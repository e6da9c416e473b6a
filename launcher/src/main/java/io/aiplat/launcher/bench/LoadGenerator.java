package io.aiplat.launcher.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// Load generator in the manner of GuideLLM's synchronous and concurrent runs: for each size of prompts and each
/// number of requests at once so many callers ask one request after the other, each as soon as its last one was
/// answered.
public final class LoadGenerator {
    private static final int FEW_WORDS = 16;
    private static final int MANY_WORDS = 64;
    private static final int WARM_UP_TOKENS = 2;

    private final BenchTarget target;
    private final RandomGenerator random;

    /// Prompts come of `random`; from one caller's thread at a time.
    public LoadGenerator(BenchTarget target, RandomGenerator random) {
        this.target = target;
        this.random = random;
    }

    /// Measures, one level after the other. Two requests come before, which load the model and tell how many tokens
    /// its words have; they are not counted.
    ///
    /// @param done takes each level when it was measured
    /// @return all levels; only those two requests if one of them fails, as the level of no size
    /// @throws InterruptedException if the caller gives up
    public List<BenchLevel> run(BenchPlan plan, Consumer<BenchLevel> done) throws InterruptedException {
        BenchPrompt prompts = BenchPrompt.uncalibrated(random);
        BenchSample few = target.ask(prompts.ofWords(FEW_WORDS), WARM_UP_TOKENS);
        if (!few.answered()) {
            return List.of(new BenchLevel(0, 1, List.of(few)));
        }
        BenchSample many = target.ask(prompts.ofWords(MANY_WORDS), WARM_UP_TOKENS);
        prompts = prompts.calibrated(FEW_WORDS, few.promptTokens(), MANY_WORDS, many.promptTokens());
        List<BenchLevel> levels = new ArrayList<>();
        for (int tokens : plan.promptTokens()) {
            for (int concurrency : plan.concurrencies()) {
                BenchLevel level = new BenchLevel(tokens, concurrency, samples(plan, prompts, tokens, concurrency));
                levels.add(level);
                done.accept(level);
            }
        }
        return levels;
    }

    private List<BenchSample> samples(BenchPlan plan, BenchPrompt prompts, int tokens, int concurrency)
            throws InterruptedException {
        AtomicInteger left = new AtomicInteger(plan.requests(concurrency));
        long deadline = System.nanoTime() + plan.time().toNanos();
        List<Future<List<BenchSample>>> callers = new ArrayList<>();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        try {
            for (int i = 0; i < concurrency; i++) {
                callers.add(threads.submit(() -> {
                    List<BenchSample> own = new ArrayList<>();
                    // Each asks at least once, else a level could be of fewer callers than it says.
                    while (left.getAndDecrement() > 0 && (own.isEmpty() || System.nanoTime() < deadline)) {
                        own.add(target.ask(prompt(prompts, tokens), plan.outputTokens()));
                    }
                    return own;
                }));
            }
            List<BenchSample> all = new ArrayList<>();
            for (Future<List<BenchSample>> caller : callers) {
                all.addAll(caller.get());
            }
            return all;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a caller failed", e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    private String prompt(BenchPrompt prompts, int tokens) {
        synchronized (random) {
            return prompts.ofTokens(tokens);
        }
    }
}
