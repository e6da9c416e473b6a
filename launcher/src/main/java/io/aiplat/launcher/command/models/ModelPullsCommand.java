package io.aiplat.launcher.command.models;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.launcher.client.ApplianceClient;
import io.aiplat.launcher.command.invocation.Appliances;
import io.aiplat.launcher.command.invocation.CommandProblems;
import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.launcher.render.Quantity;
import io.aiplat.launcher.render.Table;
import io.aiplat.model.ApplianceException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `aiplat models pulls`.
@Command(
        name = "pulls",
        description = {
            "List the pulls that run and those that have ended; follow or cancel one.",
            "Who follows and presses Ctrl-C leaves the pull going on."
        })
final class ModelPullsCommand implements Runnable {
    private static final String KIND = "model-pull";

    private final Invocation invocation;

    @ArgGroup
    private @Nullable Choice choice;

    /// What to do with one of them.
    private static final class Choice {
        @Option(names = "--follow", paramLabel = "ID", description = "show how far it is until it has ended")
        private @Nullable String follow;

        @Option(names = "--cancel", paramLabel = "ID", description = "end it, and keep what was transferred")
        private @Nullable String cancel;
    }

    ModelPullsCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public void run() {
        try (ApplianceClient client = Appliances.client(invocation.home())) {
            List<JsonNode> pulls = client.jobs(KIND);
            String follow = choice == null ? null : choice.follow;
            String cancel = choice == null ? null : choice.cancel;
            if (follow != null) {
                JsonNode pull = one(pulls, follow);
                String model = pull.path("subject").asText();
                new PullView(invocation)
                        .follow(
                                client,
                                pull.path("id").asText(),
                                model,
                                () -> new ApplianceException(CommandProblems.leftPull(model)));
            } else if (cancel != null) {
                JsonNode pull = one(pulls, cancel);
                client.cancel(pull.path("id").asText());
                String model = pull.path("subject").asText();
                invocation.output().value(Map.of("cancelled", model), "The pull of " + model + " was told to end.\n");
            } else {
                list(pulls);
            }
        }
    }

    private static JsonNode one(List<JsonNode> pulls, String id) {
        List<JsonNode> found = pulls.stream()
                .filter(pull -> pull.path("id").asText().startsWith(id))
                .toList();
        if (found.size() != 1 || id.isEmpty()) {
            throw new ApplianceException(CommandProblems.wrongLine(
                    "There is no pull " + id + "; aiplat models pulls lists them", "aiplat models pulls"));
        }
        return found.getFirst();
    }

    private void list(List<JsonNode> pulls) {
        List<Map<String, Object>> rows = new ArrayList<>();
        Table table = new Table("ID", "MODEL", "STATE", "DONE", "OF", "SPEED", "LEFT");
        for (JsonNode pull : pulls) {
            rows.add(row(pull));
            long total = pull.path("total").asLong();
            table.row(
                    PullView.brief(pull.path("id").asText()),
                    pull.path("subject").asText(),
                    pull.path("state").asText(),
                    Quantity.bytes(pull.path("done").asLong()),
                    total == 0 ? "-" : Quantity.bytes(total),
                    pull.path("speed").isNumber()
                            ? Quantity.bytes(pull.path("speed").asLong()) + "/s"
                            : "-",
                    pull.path("left").isNumber()
                            ? Quantity.rough(
                                    Duration.ofSeconds(pull.path("left").asLong()))
                            : "-");
        }
        invocation.output().value(rows, table.toText());
    }

    private static Map<String, Object> row(JsonNode pull) {
        Map<String, Object> row = new LinkedHashMap<>();
        for (String field : List.of("id", "subject", "state", "what")) {
            row.put(field, pull.path(field).asText());
        }
        for (String field : List.of("done", "total")) {
            row.put(field, pull.path(field).asLong());
        }
        for (String field : List.of("speed", "left")) {
            if (pull.path(field).isNumber()) {
                row.put(field, pull.path(field).asLong());
            }
        }
        if (pull.has("error")) {
            row.put("error", pull.at("/error/code").asText());
        }
        return row;
    }
}
