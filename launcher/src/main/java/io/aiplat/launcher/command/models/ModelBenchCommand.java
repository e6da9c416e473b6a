package io.aiplat.launcher.command.models;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.launcher.bench.BenchLevel;
import io.aiplat.launcher.bench.BenchPlan;
import io.aiplat.launcher.bench.GatewayTarget;
import io.aiplat.launcher.bench.LoadGenerator;
import io.aiplat.launcher.client.ApplianceClient;
import io.aiplat.launcher.client.ClientProblems;
import io.aiplat.launcher.command.invocation.Appliances;
import io.aiplat.launcher.command.invocation.CommandProblems;
import io.aiplat.launcher.command.invocation.CompletesAs;
import io.aiplat.launcher.command.invocation.CompletionKind;
import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.launcher.render.BenchText;
import io.aiplat.launcher.wiring.CommandScope;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.registry.BenchmarkResult;
import io.aiplat.model.registry.ModelRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `aiplat models bench`: through the gateway with the owner's key, as any client.
@Command(
        name = "bench",
        description = {
            "Measure how fast a model reads and writes, with several sizes of prompts and requests at once.",
            "Each prompt is new, so no cache helps. What is measured is kept with the model."
        })
final class ModelBenchCommand implements Runnable {
    private static final int MOST_AT_ONCE = 256;

    private final Invocation invocation;

    @CompletesAs(CompletionKind.MODELS)
    @Parameters(paramLabel = "NAME", description = "as requests name it")
    private String model = "";

    @Option(
            names = "--concurrency",
            paramLabel = "N,...",
            split = ",",
            defaultValue = "1,2,4",
            description = "requests at once (default: 1,2,4)")
    private List<Integer> concurrency = new ArrayList<>();

    @Option(
            names = "--context",
            paramLabel = "TOKENS,...",
            split = ",",
            defaultValue = "128,1024",
            description = "tokens of each prompt, about (default: 128,1024)")
    private List<Integer> context = new ArrayList<>();

    @Option(
            names = "--output-tokens",
            paramLabel = "N",
            defaultValue = "64",
            description = "that each answer may have (default: 64)")
    private int outputTokens;

    @Option(
            names = "--requests",
            paramLabel = "N",
            defaultValue = "16",
            description = "of each size and number at once (default: 16; 0: as many as the time takes)")
    private int requests;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "60",
            description = "after which no more are begun of each (default: 60)")
    private int seconds;

    ModelBenchCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public void run() {
        BenchPlan plan = plan();
        try (ApplianceClient client = Appliances.client(invocation.home())) {
            Optional<JsonNode> card = card(client);
            invocation.output().note("Loading " + model + " and counting its tokens");
            require(card.isEmpty() || !card.get().path("embeds").asBoolean(), model + " makes vectors and no text");
            List<BenchLevel> levels = new ArrayList<>();
            try {
                levels = measured(client, plan, levels);
            } finally {
                // Who stops it keeps what was measured until then.
                List<BenchLevel> measured = levels;
                card.ifPresent(found -> keep(client, found, measured));
            }
            requireSome(levels);
            invocation.output().value(levels.stream().map(BenchText::row).toList(), BenchText.of(levels));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApplianceException(CommandProblems.interrupted(), e);
        }
    }

    private BenchPlan plan() {
        require(
                concurrency.stream().allMatch(n -> n > 0 && n <= MOST_AT_ONCE),
                "--concurrency is 1 to " + MOST_AT_ONCE);
        require(context.stream().allMatch(n -> n > 0), "--context is 1 or more");
        require(outputTokens > 0, "--output-tokens is 1 or more");
        require(requests >= 0, "--requests is 0 or more");
        require(seconds > 0, "--seconds is 1 or more");
        return new BenchPlan(model, concurrency, context, outputTokens, requests, Duration.ofSeconds(seconds));
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new ApplianceException(CommandProblems.wrongLine(rule, "aiplat models bench"));
        }
    }

    private List<BenchLevel> measured(ApplianceClient client, BenchPlan plan, List<BenchLevel> done)
            throws InterruptedException {
        int all = plan.concurrencies().size() * plan.promptTokens().size();
        return new LoadGenerator(new GatewayTarget(client, model), new SplittableRandom()).run(plan, level -> {
            done.add(level);
            invocation
                    .output()
                    .note("[" + done.size() + "/" + all + "] prompts of " + level.promptTokens() + ", "
                            + level.concurrency() + " at once: " + level.requests() + " answered"
                            + (level.errors().isEmpty()
                                    ? ""
                                    : ", " + (level.samples().size() - level.requests()) + " failed"));
        });
    }

    private static void requireSome(List<BenchLevel> levels) {
        if (levels.stream().allMatch(level -> level.requests() == 0)) {
            String why = levels.stream()
                    .flatMap(level -> level.errors().keySet().stream())
                    .findFirst()
                    .orElse("Nothing was asked.");
            throw new ApplianceException(ClientProblems.nothingAnswered(why));
        }
    }

    /// As the list of models has it; empty for a route to somewhere else, of which no results are kept.
    private Optional<JsonNode> card(ApplianceClient client) {
        for (JsonNode card : client.models()) {
            if (card.path("name").asText().equals(model)) {
                return Optional.of(card);
            }
        }
        return Optional.empty();
    }

    private void keep(ApplianceClient client, JsonNode card, List<BenchLevel> levels) {
        ModelRegistry registry = new CommandScope(invocation.surroundings(), invocation.settings()).modelRegistry();
        String engine = client.status().path("engine").asText();
        Instant now = Instant.now();
        for (BenchLevel level : levels) {
            if (level.requests() > 0) {
                registry.benchmark(
                        model,
                        new BenchmarkResult(
                                now,
                                engine,
                                (int) Math.round(level.meanPromptTokens()),
                                (int) Math.round(level.meanOutputTokens()),
                                level.concurrency(),
                                card.path("context").asInt(),
                                level.promptRate(),
                                level.generationRate(),
                                level.firstTokenMillis(50),
                                level.firstTokenMillis(95)));
            }
        }
    }
}
