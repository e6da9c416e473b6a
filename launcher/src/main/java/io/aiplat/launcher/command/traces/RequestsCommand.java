package io.aiplat.launcher.command.traces;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.launcher.client.ApplianceClient;
import io.aiplat.launcher.command.invocation.Appliances;
import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.launcher.command.keys.ManagementText;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `aiplat requests`: what became of a request.
@Command(
        name = "requests",
        description = "Follow a request: its line in the log, its trace, the metrics and the spend that count it.")
public final class RequestsCommand implements Runnable {
    private static final String PATH = "/requests";

    private final Invocation invocation;

    public RequestsCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    /// Without a subcommand: the last ones.
    @Override
    public void run() {
        list(null);
    }

    @Command(name = "list", description = "List the last requests, the newest first.")
    void list(
            @Option(names = "--limit", paramLabel = "N", description = "how many, 1 to 200 (default: 20)") @Nullable
                    Integer limit) {
        try (ApplianceClient client = Appliances.client(invocation.home())) {
            JsonNode requests = client.admin("GET", PATH + (limit == null ? "" : "?limit=" + limit), null);
            invocation.output().value(ManagementText.value(requests), RequestText.list(requests.path("data")));
        }
    }

    @Command(name = "show", description = "Show all that is known of a request, and where.")
    void show(
            @Parameters(paramLabel = "ID", description = "what an answer has as x-request-id, or the id of a trace")
                    String id) {
        try (ApplianceClient client = Appliances.client(invocation.home())) {
            JsonNode request = client.admin("GET", PATH + "/" + ApplianceClient.encoded(id), null);
            invocation.output().value(ManagementText.value(request), RequestText.one(request, client::page));
        }
    }
}
