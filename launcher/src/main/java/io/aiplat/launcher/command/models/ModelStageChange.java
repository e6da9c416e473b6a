package io.aiplat.launcher.command.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.launcher.client.ApplianceClient;
import io.aiplat.launcher.command.invocation.Appliances;
import io.aiplat.launcher.command.invocation.CompletesAs;
import io.aiplat.launcher.command.invocation.CompletionKind;
import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.model.registry.ModelStage;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Change of a model's stage: what the commands that make one take, and how they have it made.
final class ModelStageChange {
    @CompletesAs(CompletionKind.MODELS)
    @Parameters(paramLabel = "NAME", description = "as models list names it")
    private String model = "";

    @Option(names = "--note", paramLabel = "TEXT", description = "why, for those who ask later")
    private @Nullable String note;

    /// Has the appliance make it, and says so.
    ///
    /// @param stage the model shall be at
    void make(Invocation invocation, ModelStage stage) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("stage", stage.word());
        if (note != null) {
            body.put("note", note);
        }
        try (ApplianceClient client = Appliances.client(invocation.home())) {
            String path = "/models/" + ApplianceClient.encoded(model) + "/stage";
            JsonNode shown = client.work("PUT", path, body);
            JsonNode versions = shown.path("versions");
            String digest = versions.path(versions.size() - 1).path("digest").asText("");
            invocation
                    .output()
                    .value(
                            ModelText.value(shown),
                            "Model " + shown.path("name").asText() + " is " + stage.word()
                                    + (digest.isEmpty() ? "" : ": " + digest) + ".\n");
        }
    }
}
