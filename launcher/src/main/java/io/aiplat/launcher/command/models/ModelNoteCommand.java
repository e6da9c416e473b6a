package io.aiplat.launcher.command.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.launcher.client.ApplianceClient;
import io.aiplat.launcher.command.invocation.Appliances;
import io.aiplat.launcher.command.invocation.CompletesAs;
import io.aiplat.launcher.command.invocation.CompletionKind;
import io.aiplat.launcher.command.invocation.Invocation;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `aiplat models note`.
@Command(
        name = "note",
        description = "Write down what people should know of a model, in place of what was written before.")
final class ModelNoteCommand implements Runnable {
    private final Invocation invocation;

    @CompletesAs(CompletionKind.MODELS)
    @Parameters(index = "0", paramLabel = "NAME", description = "as models list names it")
    private String model = "";

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "TEXT", description = "the notes; none to delete them")
    private List<String> text = new ArrayList<>();

    ModelNoteCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public void run() {
        String notes = String.join(" ", text);
        try (ApplianceClient client = Appliances.client(invocation.home())) {
            ObjectNode body = JsonNodeFactory.instance.objectNode().put("notes", notes);
            JsonNode shown = client.work("PUT", "/models/" + ApplianceClient.encoded(model) + "/notes", body);
            String what = notes.isEmpty() ? "deleted" : "written down";
            invocation
                    .output()
                    .value(
                            ModelText.value(shown),
                            "The notes of " + shown.path("name").asText() + " are " + what + ".\n");
        }
    }
}
