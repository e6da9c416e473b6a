package io.aiplat.launcher.command.models;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.launcher.client.ApplianceClient;
import io.aiplat.launcher.command.invocation.Appliances;
import io.aiplat.launcher.command.invocation.CompletesAs;
import io.aiplat.launcher.command.invocation.CompletionKind;
import io.aiplat.launcher.command.invocation.Invocation;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `aiplat models show`.
@Command(name = "show", description = "Say all that is known of a model.")
final class ModelShowCommand implements Runnable {
    private final Invocation invocation;

    @CompletesAs(CompletionKind.MODELS)
    @Parameters(paramLabel = "NAME", description = "as models list names it")
    private String model = "";

    @Option(names = "--template", description = "print its template for conversations, and nothing else")
    private boolean template;

    ModelShowCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public void run() {
        try (ApplianceClient client = Appliances.client(invocation.home())) {
            JsonNode shown = client.work("GET", "/models/" + ApplianceClient.encoded(model), null);
            if (template) {
                String text = shown.at("/files/template").asText("");
                invocation.output().value(Map.of("template", text), text.endsWith("\n") ? text : text + "\n");
            } else {
                invocation.output().value(ModelText.value(shown), ModelText.details(shown));
            }
        }
    }
}
