package io.aiplat.launcher.command.models;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.console.ConsoleProblems;
import io.aiplat.console.FitResource;
import io.aiplat.launcher.client.ApplianceClient;
import io.aiplat.launcher.command.invocation.Appliances;
import io.aiplat.launcher.command.invocation.CommandProblems;
import io.aiplat.launcher.command.invocation.CompletesAs;
import io.aiplat.launcher.command.invocation.CompletionKind;
import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.launcher.command.keys.ManagementText;
import io.aiplat.launcher.render.FitText;
import io.aiplat.launcher.wiring.InstallScope;
import io.aiplat.model.ApplianceException;
import io.aiplat.supply.ModelNotFound;
import io.aiplat.supply.fit.CacheType;
import io.aiplat.supply.fit.FitCheck;
import io.aiplat.supply.fit.FitReport;
import io.aiplat.supply.fit.LoadPlan;
import io.aiplat.supply.gguf.GgufHeader;
import io.aiplat.supply.gguf.GgufProblems;
import io.aiplat.supply.source.ModelReference;
import io.aiplat.supply.source.RemoteModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `aiplat models fit`: what is here is asked of the appliance that has it; of what is elsewhere this process reads
/// the header.
@Command(
        name = "fit",
        description = "Show what a model takes in memory, whether that is free, and what would fit instead.")
final class ModelFitCommand implements Runnable {
    /// Problems of an appliance that cannot say, where others can.
    private static final Set<String> ELSEWHERE = Set.of("CONSOLE_NO_MODEL", "CLIENT_NOT_RUNNING");

    private final Invocation invocation;

    @CompletesAs(CompletionKind.MODELS)
    @Parameters(paramLabel = "MODEL", description = "as models list names it, or whatever models pull takes")
    private String model = "";

    @Option(
            names = "--context",
            paramLabel = "TOKENS",
            description = "tokens it sees at once (as it is served; 4096 elsewhere)",
            defaultValue = "")
    private String context = "";

    @Option(
            names = "--cache-type",
            paramLabel = "TYPE",
            description = "how keys and values are packed: f16, q8_0, q4_0 (${DEFAULT-VALUE})",
            defaultValue = "f16")
    private String cacheType = "f16";

    ModelFitCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public void run() {
        JsonNode report = here();
        if (report == null) {
            report = FitResource.REPORT.json(elsewhere());
        }
        invocation.output().value(ManagementText.value(report), FitText.of(report));
    }

    /// What the appliance says; null where it does not run or has no such model, and of what cannot be one's name.
    private @Nullable JsonNode here() {
        ModelReference reference = ModelReference.parse(reference());
        if (!(reference instanceof ModelReference.Ollama || reference instanceof ModelReference.HuggingFace)) {
            return null;
        }
        StringBuilder query = new StringBuilder("?cache_type=").append(ApplianceClient.encoded(cacheType));
        if (!context.isEmpty()) {
            query.append("&context=").append(ApplianceClient.encoded(context));
        }
        try (ApplianceClient client = Appliances.client(invocation.home())) {
            return client.admin("GET", "/models/" + ApplianceClient.encoded(model) + "/fit" + query, null);
        } catch (ApplianceException e) {
            if (ELSEWHERE.contains(e.problem().code().id())) {
                return null;
            }
            throw e;
        }
    }

    /// A path as the one that is meant, from this folder.
    private String reference() {
        try {
            Path file = invocation.surroundings().folder().resolve(model).normalize();
            return Files.exists(file) ? file.toString() : model;
        } catch (InvalidPathException _) {
            // What is no path is a name.
            return model;
        }
    }

    /// Worked out by this process, from no more of the model than its header.
    private FitReport elsewhere() {
        CacheType cache = CacheType.of(cacheType)
                .orElseThrow(() -> wrong("--cache-type " + cacheType + " is none of " + CacheType.words()));
        try (InstallScope scope = new InstallScope(invocation.surroundings(), invocation.settings())) {
            RemoteModel remote = scope.modelSources().resolve(reference());
            GgufHeader header = FitCheck.header(remote);
            int tokens = context.isEmpty() ? FitCheck.usualContext(header) : tokens();
            LoadPlan plan = LoadPlan.of(header, tokens).withCache(cache);
            return FitReport.of(remote.name(), header, FitCheck.projector(remote), plan, scope.memory());
        } catch (ModelNotFound e) {
            throw new ApplianceException(ConsoleProblems.noModel(e.reason()), e);
        } catch (IOException e) {
            throw new ApplianceException(GgufProblems.fileUnreadable(model, String.valueOf(e.getMessage())), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApplianceException(CommandProblems.interrupted(), e);
        }
    }

    private int tokens() {
        try {
            int tokens = Integer.parseInt(context);
            if (tokens > 0) {
                return tokens;
            }
        } catch (NumberFormatException _) {
            // Told below.
        }
        throw wrong("--context " + context + " is no number of tokens");
    }

    private static ApplianceException wrong(String reason) {
        return new ApplianceException(CommandProblems.wrongLine(reason, "aiplat models fit"));
    }
}
