package io.aiplat.launcher.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.launcher.routes.RoutesFile;
import io.aiplat.routing.Price;
import io.aiplat.routing.file.PlanRead;
import io.aiplat.store.Home;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `aiplat spend`: what was spent.
@Command(name = "spend", description = "Report what was spent, by day and by key, user, team, model or tag.")
final class SpendCommand implements Runnable {
    /// What spend is summed by.
    enum By {
        /// The key.
        KEY,
        /// The user.
        USER,
        /// The team.
        TEAM,
        /// The model.
        MODEL,
        /// Each tag.
        TAG
    }

    private final Invocation invocation;

    @Option(names = "--by", paramLabel = "WHAT", description = "key, user, team, model or tag (default: key)")
    By by = By.KEY;

    @Option(
            names = "--from",
            paramLabel = "DATE",
            description = "first day, in UTC (default: the first of the last day's month)")
    @Nullable
    String from;

    @Option(names = "--to", paramLabel = "DATE", description = "last day, in UTC (default: today)")
    @Nullable
    String to;

    SpendCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public void run() {
        List<String> query = new ArrayList<>(List.of("by=" + Words.of(by)));
        if (from != null) {
            query.add("from=" + AdminDoor.encoded(from));
        }
        if (to != null) {
            query.add("to=" + AdminDoor.encoded(to));
        }
        try (AdminDoor door = AdminDoor.open(invocation.home())) {
            JsonNode report = door.ask("GET", "/spend?" + String.join("&", query), null);
            String currency = currency();
            if (report instanceof ObjectNode answer && !currency.isEmpty()) {
                answer.put("currency", currency);
            }
            invocation.output().value(AdminText.value(report), AdminText.spend(report, currency));
        }
    }

    /// That of the prices of gateway.yaml, the only place that states one; empty where none does.
    private String currency() {
        PlanRead read = RoutesFile.ofNextUp(
                        new Home(invocation.home()), invocation.surroundings().environment())
                .read();
        return switch (read) {
            case PlanRead.Accepted(var plan) ->
                plan.routes().stream()
                        .flatMap(route -> route.deployments().stream().map(route::priceOf))
                        .filter(Objects::nonNull)
                        .map(Price::currency)
                        .distinct()
                        .collect(Collectors.joining("/"));
            case PlanRead.Refused _ -> "";
        };
    }
}
