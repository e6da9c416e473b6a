package io.aiplat.launcher.command.models;

import io.aiplat.console.ConsoleProblems;
import io.aiplat.launcher.client.ApplianceClient;
import io.aiplat.launcher.command.invocation.Appliances;
import io.aiplat.launcher.command.invocation.CommandProblems;
import io.aiplat.launcher.command.invocation.CompletesAs;
import io.aiplat.launcher.command.invocation.CompletionKind;
import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.model.ApplianceException;
import io.aiplat.supply.source.ModelReference;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `aiplat models pull`.
@Command(
        name = "pull",
        description = {
            "Fetch a model: by name, from an address, or from a file.",
            "Ctrl-C ends the pull and keeps what was transferred; with --detach it goes on without you."
        })
final class ModelPullCommand implements Runnable {
    private final Invocation invocation;

    @CompletesAs(CompletionKind.FILES)
    @Parameters(paramLabel = "REFERENCE", description = "a name of a registry, an address, or a path")
    private String model = "";

    @Option(names = "--name", paramLabel = "NAME", description = "serve it under this name, and not that of its source")
    private @Nullable String name;

    @Option(names = "--force", description = "replace another model of the name")
    private boolean force;

    @Option(names = "--detach", description = "say which pull it is and return; see aiplat models pulls")
    private boolean detach;

    ModelPullCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public void run() {
        if (model.isBlank()) {
            throw new ApplianceException(CommandProblems.wrongLine(
                    "The name of the model is empty; give a name or the path of a GGUF file", "aiplat models pull"));
        }
        try (ApplianceClient client = Appliances.client(invocation.home())) {
            String reference = absolute(model);
            String id = client.beginPull(reference, name, force);
            if (detach) {
                invocation
                        .output()
                        .value(
                                Map.of("id", id, "model", reference),
                                "The pull of " + model + " goes on as " + PullView.brief(id)
                                        + ". See how far it is: aiplat models pulls\n");
                return;
            }
            new PullView(invocation).follow(client, id, model, () -> {
                // Whoever presses Ctrl-C wants the pull to end, and not only its report.
                client.cancel(id);
                return new ApplianceException(ConsoleProblems.pullStopped(reference));
            });
        }
    }

    /// The appliance has another working folder than the person who typed the path.
    private String absolute(String reference) {
        Path folder = invocation.surroundings().folder();
        try {
            Path file = folder.resolve(reference).normalize();
            if (Files.exists(file)) {
                return file.toString();
            }
        } catch (InvalidPathException _) {
            // What is no path is a reference of another form.
            return reference;
        }
        return ModelReference.parse(reference) instanceof ModelReference.LocalFile(Path path)
                ? folder.resolve(path).normalize().toString()
                : reference;
    }
}
