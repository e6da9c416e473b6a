package io.aiplat.launcher.command.models;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.console.FitResource;
import io.aiplat.host.Programs;
import io.aiplat.host.survey.Machine;
import io.aiplat.launcher.client.ApplianceClient;
import io.aiplat.launcher.command.invocation.Appliances;
import io.aiplat.launcher.command.invocation.CommandProblems;
import io.aiplat.launcher.command.invocation.CompletesAs;
import io.aiplat.launcher.command.invocation.CompletionKind;
import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.launcher.render.FitText;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.host.MemoryFacts;
import io.aiplat.supply.fit.CacheType;
import io.aiplat.supply.fit.FitCheck;
import io.aiplat.supply.fit.FitReport;
import io.aiplat.supply.fit.LoadPlan;
import io.aiplat.supply.gguf.GgufHeader;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `aiplat models fit`: what is here is asked of the appliance that has it; a file is read by this process.
@Command(
        name = "fit",
        description = "Show what a model takes in memory, whether that is free, and what would fit instead.")
final class ModelFitCommand implements Runnable {
    private final Invocation invocation;

    @CompletesAs(CompletionKind.MODELS)
    @Parameters(paramLabel = "NAME|FILE", description = "as models list names it, or the path of a GGUF file")
    private String model = "";

    @Option(
            names = "--context",
            paramLabel = "TOKENS",
            description = "tokens it sees at once (as it is served; 4096 for a file)",
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
        Path file = file();
        JsonNode report = file == null ? asked() : FitResource.REPORT.json(worked(file));
        invocation.output().value(report, FitText.of(report));
    }

    private @Nullable Path file() {
        try {
            Path file = invocation.surroundings().folder().resolve(model);
            return Files.isRegularFile(file) ? file : null;
        } catch (InvalidPathException _) {
            // What is no path is a name.
            return null;
        }
    }

    private JsonNode asked() {
        StringBuilder query = new StringBuilder("?cache_type=").append(ApplianceClient.encoded(cacheType));
        if (!context.isEmpty()) {
            query.append("&context=").append(ApplianceClient.encoded(context));
        }
        try (ApplianceClient client = Appliances.client(invocation.home())) {
            return client.admin("GET", "/models/" + ApplianceClient.encoded(model) + "/fit" + query, null);
        }
    }

    private FitReport worked(Path file) {
        GgufHeader header = GgufHeader.read(file);
        LoadPlan plan = LoadPlan.of(header, context.isEmpty() ? FitCheck.usualContext(header) : tokens())
                .withCache(CacheType.of(cacheType)
                        .orElseThrow(() -> wrong("--cache-type " + cacheType + " is none of " + CacheType.words())));
        return FitReport.of(file.getFileName().toString(), header, 0, plan, memory());
    }

    private MemoryFacts memory() {
        Map<String, String> environment = invocation.surroundings().environment();
        return new Machine(environment, Path.of("/")).memory(new Programs(environment));
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
