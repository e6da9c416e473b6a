package io.aiplat.launcher.command.models;

import io.aiplat.console.ConsoleProblems;
import io.aiplat.launcher.client.ApplianceClient;
import io.aiplat.launcher.command.invocation.Appliances;
import io.aiplat.launcher.command.invocation.CommandProblems;
import io.aiplat.launcher.command.invocation.CompletesAs;
import io.aiplat.launcher.command.invocation.CompletionKind;
import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.launcher.render.EventRenderer;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Progress;
import io.aiplat.model.plan.Event;
import io.aiplat.model.plan.ModelStep;
import io.aiplat.model.plan.Step;
import io.aiplat.model.plan.StepResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `aiplat models pull`.
@Command(name = "pull", description = "Fetch a model by name, or take in a GGUF file (engines embedded and llamacpp).")
final class ModelPullCommand implements Runnable {
    private final Invocation invocation;

    @CompletesAs(CompletionKind.FILES)
    @Parameters(paramLabel = "NAME|FILE", description = "as Ollama names it, or a path")
    private String model = "";

    ModelPullCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public void run() {
        ApplianceClient.Pulled pulled;
        try (ApplianceClient client = Appliances.client(invocation.home());
                EventRenderer events = invocation.output().events()) {
            Step step = new ModelStep.PullModel(model);
            Instant begin = Instant.now();
            events.accept(new Event.Started(1, 1, step));
            pulled = pulled(
                    client,
                    absolute(model),
                    (what, done, total) -> events.accept(new Event.Progressed(step, what, done, total)));
            events.accept(new Event.Ended(
                    step, new StepResult.Done("served as " + pulled.model()), Duration.between(begin, Instant.now())));
        }
        if (pulled.warning() != null) {
            invocation.output().warning(pulled.warning());
        }
        String name = pulled.model();
        invocation
                .output()
                .value(
                        Map.of("model", name),
                        "Model " + name + " is here. Try it: aiplat chat -m " + name + " hello\n");
    }

    /// Whoever presses Ctrl-C wants the pull to end, and not only its report.
    private static ApplianceClient.Pulled pulled(ApplianceClient client, String model, Progress progress) {
        if (model.isBlank()) {
            throw new ApplianceException(CommandProblems.wrongLine(
                    "The name of the model is empty; give a name or the path of a GGUF file", "aiplat models pull"));
        }
        try {
            return client.pull(model, progress);
        } catch (RuntimeException failure) {
            if (!Thread.interrupted()) {
                throw failure;
            }
            client.stopPull(model);
            throw new ApplianceException(ConsoleProblems.pullStopped(model), failure);
        }
    }

    /// The appliance has another working folder than the person who typed the path.
    private String absolute(String model) {
        if (model.isBlank()) {
            return model;
        }
        Path file = invocation.surroundings().folder().resolve(model).normalize();
        return Files.exists(file) ? file.toString() : model;
    }
}
