package io.aiplat.launcher.command.keys;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.governance.use.MachinePrices;
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
@Command(
        name = "spend",
        description = "Report what was spent and used, by day and by key, user, team, model, tag, tenant or agent.")
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
        TAG,
        /// The team, with the pods in its namespace.
        TENANT,
        /// The pods of each agent.
        AGENT
    }

    private final Invocation invocation;

    @Option(
            names = "--by",
            paramLabel = "WHAT",
            description = "key, user, team, model, tag, tenant or agent (default: key)")
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

    @Option(names = "--csv", description = "print a table for programs: RFC 4180, each row of which has all figures")
    boolean csv;

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
        try (ManagementClient door =
                ManagementClient.open(invocation.home(), invocation.settings().of(MachinePrices.class))) {
            JsonNode report = door.ask("GET", "/spend?" + String.join("&", query), null);
            String currency = currency();
            if (report instanceof ObjectNode answer && !currency.isEmpty()) {
                answer.put("currency", currency);
            }
            String text = csv ? SpendText.csv(report, currency) : SpendText.table(report, currency);
            invocation.output().value(ManagementText.value(report), text);
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
