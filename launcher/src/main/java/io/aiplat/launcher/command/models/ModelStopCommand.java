package io.aiplat.launcher.command.models;

import io.aiplat.launcher.client.ApplianceClient;
import io.aiplat.launcher.command.invocation.Appliances;
import io.aiplat.launcher.command.invocation.CompletesAs;
import io.aiplat.launcher.command.invocation.CompletionKind;
import io.aiplat.launcher.command.invocation.Invocation;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `aiplat models stop`.
@Command(name = "stop", description = "Take a model out of memory, after the answers under way.")
final class ModelStopCommand implements Runnable {
    private final Invocation invocation;

    @CompletesAs(CompletionKind.MODELS)
    @Parameters(paramLabel = "NAME", description = "as models list names it")
    private String model = "";

    ModelStopCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public void run() {
        try (ApplianceClient client = Appliances.client(invocation.home())) {
            client.work("POST", "/models/" + ApplianceClient.encoded(model) + "/unload", null);
            invocation.output().value(Map.of("stopped", model), "Model " + model + " is not in memory any more.\n");
        }
    }
}
