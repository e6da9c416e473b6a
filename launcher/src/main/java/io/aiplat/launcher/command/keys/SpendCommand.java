package io.aiplat.launcher.command.keys;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.launcher.client.ApplianceClient;
import io.aiplat.launcher.command.invocation.ChoiceWords;
import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.launcher.routes.ConfigReload;
import io.aiplat.routing.file.ConfigReadResult;
import io.aiplat.store.Home;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `aiplat spend`: what was spent.
@Command(name = "spend", description = "Report what was spent, by day and by key, user, team, model or tag.")
public final class SpendCommand implements Runnable {
    /// What spend is summed by.
    public enum By {
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

    public SpendCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public void run() {
        List<String> query = new ArrayList<>(List.of("by=" + ChoiceWords.of(by)));
        if (from != null) {
            query.add("from=" + ApplianceClient.encoded(from));
        }
        if (to != null) {
            query.add("to=" + ApplianceClient.encoded(to));
        }
        try (ManagementClient door = ManagementClient.open(invocation.home())) {
            JsonNode report = door.ask("GET", "/spend?" + String.join("&", query), null);
            String currency = currency();
            if (report instanceof ObjectNode answer && !currency.isEmpty()) {
                answer.put("currency", currency);
            }
            invocation.output().value(ManagementText.value(report), ManagementText.spend(report, currency));
        }
    }

    /// The base of gateway.yaml, the only place that states one; empty where it does not.
    private String currency() {
        ConfigReadResult read = ConfigReload.ofNextUp(
                        new Home(invocation.home()), invocation.surroundings().environment())
                .read();
        return switch (read) {
            case ConfigReadResult.Accepted(var plan) -> plan.currency();
            case ConfigReadResult.Refused _ -> "";
        };
    }
}
