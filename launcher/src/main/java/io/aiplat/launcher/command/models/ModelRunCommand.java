package io.aiplat.launcher.command.models;

import io.aiplat.launcher.client.ApplianceClient;
import io.aiplat.launcher.command.invocation.Appliances;
import io.aiplat.launcher.command.invocation.CompletesAs;
import io.aiplat.launcher.command.invocation.CompletionKind;
import io.aiplat.launcher.command.invocation.Invocation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
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

    ModelRunCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        try (ApplianceClient client = Appliances.client(invocation.home())) {
            invocation.output().note("Bringing " + model + " into memory ...");
            client.work("POST", "/models/" + ApplianceClient.encoded(model) + "/load", null);
        }
        return ChatCommand.with(invocation, model, words).call();
    }
}
