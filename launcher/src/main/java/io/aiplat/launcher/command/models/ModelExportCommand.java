package io.aiplat.launcher.command.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.launcher.client.ApplianceClient;
import io.aiplat.launcher.command.invocation.Appliances;
import io.aiplat.launcher.command.invocation.CompletesAs;
import io.aiplat.launcher.command.invocation.CompletionKind;
import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.model.plan.TaskStep;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `aiplat models export`.
@Command(
        name = "export",
        description = {
            "Write a model and its record into one archive, for a machine that no network reaches.",
            "The archive is an image layout of the OCI in a tar; the same model gives the same bytes."
        })
final class ModelExportCommand implements Runnable {
    private final Invocation invocation;

    @CompletesAs(CompletionKind.MODELS)
    @Parameters(index = "0", paramLabel = "NAME", description = "as models list names it")
    private String model = "";

    @CompletesAs(CompletionKind.FILES)
    @Parameters(index = "1", paramLabel = "FILE", description = "the archive: model.tar")
    private Path file = Path.of("");

    @Option(names = "--force", description = "replace a file that is there")
    private boolean force;

    ModelExportCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public void run() {
        String target = ExchangeView.absolute(invocation, file);
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("model", model)
                .put("file", target)
                .put("force", force);
        try (ApplianceClient client = Appliances.client(invocation.home())) {
            JsonNode result = new ExchangeView(invocation, client)
                    .follow(
                            "/models/exports",
                            body,
                            new TaskStep.ExportModel(model, target),
                            "exporting " + model + " to " + target);
            invocation
                    .output()
                    .value(
                            ModelText.value(result),
                            "Model " + result.path("model").asText() + " is in " + target + ", SHA-256 "
                                    + result.path("sha256").asText() + ".\nThere: aiplat models import FILE\n");
        }
    }
}
