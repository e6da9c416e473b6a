package io.aiplat.launcher.command.traces;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.launcher.client.ApplianceClient;
import io.aiplat.launcher.command.invocation.Appliances;
import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.launcher.command.keys.ManagementText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `aiplat traces`: what programs have traced of their work.
@Command(
        name = "traces",
        description = {
            "Show what agents and programs did: calls of models, tools and agents, with tokens and cost.",
            "Requests for models are there by themselves; programs send the rest by OpenTelemetry's protocol to /v1/traces, or as to Langfuse, with a key."
        })
public final class TracesCommand implements Runnable {
    private static final String PATH = "/traces";

    private final Invocation invocation;

    public TracesCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    /// Without a subcommand: the newest.
    @Override
    public void run() {
        list(null, null, null, null, false, null);
    }

    @Command(name = "list", description = "List traces, the newest first.")
    void list(
            @Option(names = "--user", paramLabel = "USER", description = "for whom it was done") @Nullable String user,
            @Option(names = "--session", paramLabel = "SESSION", description = "that it is a part of") @Nullable
                    String session,
            @Option(names = "--team", paramLabel = "TEAM", description = "of the key that it came with") @Nullable
                    String team,
            @Option(names = "--key", paramLabel = "KEY", description = "name of the key that it came with") @Nullable
                    String key,
            @Option(names = "--failed", description = "only those of which something failed") boolean failed,
            @Option(names = "--limit", paramLabel = "N", description = "how many, 1 to 200 (default: 20)") @Nullable
                    Integer limit) {
        List<String> query = new ArrayList<>();
        add(query, "user", user);
        add(query, "session", session);
        add(query, "team", team);
        add(query, "key", key);
        add(query, "failed", failed ? "true" : null);
        add(query, "limit", limit == null ? null : limit.toString());
        JsonNode traces = ask(PATH + (query.isEmpty() ? "" : "?" + String.join("&", query)));
        invocation.output().value(ManagementText.value(traces), TraceText.list(traces.path("data")));
    }

    private static void add(List<String> query, String name, @Nullable String value) {
        if (value != null) {
            query.add(name + "=" + ApplianceClient.encoded(value));
        }
    }

    @Command(name = "show", description = "Show a trace as a tree.")
    void show(
            @Parameters(paramLabel = "ID", description = "of the trace, as the list shows it") String id,
            @Option(names = "--content", description = "with what was said, where it is recorded") boolean content) {
        JsonNode trace = ask(PATH + "/" + ApplianceClient.encoded(id));
        invocation.output().value(ManagementText.value(trace), TraceText.tree(trace, content));
    }

    @Command(name = "storage", description = "Show how much is kept of traces, and what was dropped.")
    void storage() {
        JsonNode use = ask("/trace-storage");
        invocation.output().value(ManagementText.value(use), TraceText.storage(use));
    }

    private JsonNode ask(String path) {
        try (ApplianceClient client = Appliances.client(invocation.home())) {
            return client.admin("GET", path, null);
        }
    }
}
