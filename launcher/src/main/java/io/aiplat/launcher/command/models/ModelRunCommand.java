package io.aiplat.launcher.command.models;

import io.aiplat.console.ConsoleProblems;
import io.aiplat.launcher.client.ApplianceClient;
import io.aiplat.launcher.command.invocation.Appliances;
import io.aiplat.launcher.command.invocation.CompletesAs;
import io.aiplat.launcher.command.invocation.CompletionKind;
import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `aiplat models run`: as `aiplat chat`, with a model that is in memory before anything is asked.
@Command(
        name = "run",
        description = "Bring a model into memory and talk to it: one question, or a conversation when none is given.")
final class ModelRunCommand implements Callable<Integer> {
    private final Invocation invocation;

    @CompletesAs(CompletionKind.MODELS)
    @Parameters(index = "0", paramLabel = "NAME", description = "as models list names it")
    private String model = "";

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "PROMPT",
            description = "the question; without one, lines are read")
    private List<String> words = new ArrayList<>();

    @Option(names = "--pull", description = "fetch it first where it is not here")
    private boolean pull;

    ModelRunCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        try (ApplianceClient client = Appliances.client(invocation.home())) {
            try {
                load(client);
            } catch (ApplianceException missing) {
                if (!missing.problem().code().id().equals(ConsoleProblems.NO_MODEL.id())) {
                    throw missing;
                }
                bring(client, missing);
            }
        }
        return ChatCommand.with(invocation, model, words).call();
    }

    private void load(ApplianceClient client) {
        client.work("POST", "/models/" + ApplianceClient.encoded(model) + "/load", null);
    }

    /// Nothing is fetched that was not asked for: whoever has mistyped a name did not mean to wait for gigabytes.
    private void bring(ApplianceClient client, ApplianceException missing) {
        if (!pull) {
            Problem problem = missing.problem();
            List<String> fixes = new ArrayList<>(List.of("fetch it first: aiplat models run --pull " + model));
            fixes.addAll(problem.fixes());
            throw new ApplianceException(new Problem(problem.code(), problem.what(), problem.why(), fixes), missing);
        }
        String id = client.beginPull(model, null, false);
        new PullView(invocation).follow(client, id, model, () -> {
            client.cancel(id);
            return new ApplianceException(ConsoleProblems.pullStopped(model));
        });
        load(client);
    }
}
