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
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `aiplat models import`.
@Command(
        name = "import",
        description = {
            "Take in a model from an archive that models export has written, or from a GGUF file.",
            "What it is and where it came from comes along; whether it may be used is decided here anew."
        })
final class ModelImportCommand implements Runnable {
    private final Invocation invocation;

    @CompletesAs(CompletionKind.FILES)
    @Parameters(paramLabel = "FILE", description = "the archive, or a GGUF file")
    private Path file = Path.of("");

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "serve it under this name, and not that of the archive")
    private @Nullable String name;

    @Option(names = "--force", description = "replace another model of the name")
    private boolean force;

    ModelImportCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public void run() {
        String source = ExchangeView.absolute(invocation, file);
        ObjectNode body =
                JsonNodeFactory.instance.objectNode().put("file", source).put("force", force);
        if (name != null) {
            body.put("name", name);
        }
        try (ApplianceClient client = Appliances.client(invocation.home())) {
            JsonNode result = new ExchangeView(invocation, client)
                    .follow("/models/imports", body, new TaskStep.ImportModel(source), "importing " + source);
            String model = result.path("model").asText();
            invocation
                    .output()
                    .value(
                            ModelText.value(result),
                            "Model " + model + " is here. Try it: aiplat chat -m " + model + " hello\n");
        }
    }
}
