package io.aiplat.launcher.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
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
            invocation.output().value(AdminText.value(report), AdminText.spend(report));
        }
    }
}
