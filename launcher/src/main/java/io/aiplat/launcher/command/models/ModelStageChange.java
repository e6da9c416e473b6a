package io.aiplat.launcher.command.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.launcher.client.ApplianceClient;
import io.aiplat.launcher.command.invocation.Appliances;
import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.model.registry.ModelStage;
import org.jspecify.annotations.Nullable;

/// Change of a model's stage, as its commands have it made.
///
/// @param model its name
/// @param stage it shall be at
/// @param note  why; null for nothing
record ModelStageChange(
        String model, ModelStage stage, @Nullable String note) {
    /// Has the appliance make it, and says so.
    void make(Invocation invocation) {
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
