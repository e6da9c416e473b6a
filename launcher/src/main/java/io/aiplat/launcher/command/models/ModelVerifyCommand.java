package io.aiplat.launcher.command.models;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.launcher.client.ApplianceClient;
import io.aiplat.launcher.command.invocation.Appliances;
import io.aiplat.launcher.command.invocation.CommandProblems;
import io.aiplat.launcher.command.invocation.CompletesAs;
import io.aiplat.launcher.command.invocation.CompletionKind;
import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.launcher.render.EventRenderer;
import io.aiplat.launcher.render.Table;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.plan.Event;
import io.aiplat.model.plan.Step;
import io.aiplat.model.plan.StepResult;
import io.aiplat.model.plan.TaskStep;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `aiplat models verify`.
@Command(
        name = "verify",
        description = "Read the bytes of models again and compare them with their digests.",
        footer = {"", "Exit status: 0 nothing is damaged, 5 something is."})
final class ModelVerifyCommand implements Runnable {
    private final Invocation invocation;

    @CompletesAs(CompletionKind.MODELS)
    @Parameters(arity = "0..1", paramLabel = "NAME", description = "as models list names it; all where none is named")
    private @Nullable String model;

    @Option(names = "--repair", description = "fetch what is damaged again from where it came")
    private boolean repair;

    ModelVerifyCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public void run() {
        List<Map<String, Object>> rows = new ArrayList<>();
        Table table = new Table("NAME", "STATE", "WHY");
        List<String> damaged = new ArrayList<>();
        try (ApplianceClient client = Appliances.client(invocation.home())) {
            for (JsonNode each : verified(client)) {
                Map<String, Object> row = new LinkedHashMap<>();
                for (String field : List.of("name", "state", "why")) {
                    row.put(field, each.path(field).asText());
                }
                rows.add(row);
                table.row(
                        each.path("name").asText(),
                        each.path("state").asText(),
                        each.path("why").asText());
                if (each.path("state").asText().equals("damaged")) {
                    damaged.add(each.path("name").asText());
                }
            }
        }
        invocation.output().value(rows, table.toText());
        if (!damaged.isEmpty()) {
            throw new ApplianceException(CommandProblems.modelsDamaged(damaged));
        }
    }

    private JsonNode verified(ApplianceClient client) {
        String id = client.beginVerification(model, repair);
        Step step = new TaskStep.VerifyModels(model);
        Instant begin = Instant.now();
        try (EventRenderer events = invocation.output().events()) {
            events.accept(new Event.Started(1, 1, step));
            JsonNode models = client.followJob(
                            id, (what, done, total) -> events.accept(new Event.Progressed(step, what, done, total)))
                    .path("models");
            events.accept(new Event.Ended(
                    step, new StepResult.Done(models.size() + " read"), Duration.between(begin, Instant.now())));
            return models;
        } catch (RuntimeException failure) {
            if (Thread.interrupted()) {
                client.cancel(id);
                throw new ApplianceException(CommandProblems.interrupted(), failure);
            }
            throw failure;
        }
    }
}
