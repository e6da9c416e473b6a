package io.aiplat.launcher.command.models;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.launcher.client.ApplianceClient;
import io.aiplat.launcher.command.invocation.Appliances;
import io.aiplat.launcher.command.invocation.Invocation;
import picocli.CommandLine.Command;

/// `aiplat models ps`.
@Command(name = "ps", description = "List the models that are in memory.")
final class ModelPsCommand implements Runnable {
    private final Invocation invocation;

    ModelPsCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public void run() {
        try (ApplianceClient client = Appliances.client(invocation.home())) {
            JsonNode models = client.work("GET", "/resident-models", null).path("data");
            invocation.output().value(ModelText.value(models), ModelText.residents(models));
        }
    }
}
