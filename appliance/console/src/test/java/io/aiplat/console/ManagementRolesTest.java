package io.aiplat.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.governance.key.KeySettings;
import io.aiplat.governance.key.NewKey;
import io.aiplat.governance.key.Role;
import io.aiplat.testkit.Golden;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Every operation of a running appliance, asked over HTTP with a key of every role and with a session: who is let in
/// stands in a table, and what the table says of an operation is its reference.
class ManagementRolesTest {
    private static final String HEAD = """
            # The management API

            Below `/admin/v1` on the endpoint's own port, with a key as everywhere. `GET /admin/v1/openapi.json` describes
            the fields. Who has a role may all that the roles below it may: `owner` (the machine's own key), `admin`,
            `team-admin` (its team), `member` (its user's own). What a key does not see is a 404 for it; what its role
            does not open is a 403.

            """;

    private final RunningConsole page = new RunningConsole();

    @AfterEach
    void close() {
        page.close();
    }

    @Test
    void everyOperationIsOpenToTheRolesOfTheTableAndToNoOther() {
        Map<String, String[]> askers = askers();
        StringBuilder table = new StringBuilder();
        operations().forEach((operation, described) -> {
            table.append(operation).append('\n');
            askers.forEach((who, headers) -> table.append("    ")
                    .append(who)
                    .append(": ")
                    .append(asked(operation, headers))
                    .append('\n'));
        });

        Golden.matches("management/roles.txt", table.toString());
    }

    @Test
    void theReferenceListsThem() {
        StringBuilder table = new StringBuilder("| | least role | |\n|---|---|---|\n");
        operations()
                .forEach((operation, described) -> table.append("| `" + operation + "` | "
                        + described.path("x-least-role").asText() + " | "
                        + described.path("summary").asText() + " |\n"));

        Golden.matches("../../../../../docs/reference/admin-api.md", HEAD + table);
    }

    private Map<String, String[]> askers() {
        Map<String, String[]> askers = new LinkedHashMap<>();
        askers.put("owner", RunningConsole.WITH_KEY);
        askers.put("session", page.fromOurPage(page.signIn()));
        for (Role role : Role.values()) {
            String token = "sk-aiplat-" + role.word();
            page.seed(new NewKey(role.word(), role, "ada", "research", KeySettings.PLAIN), token);
            askers.put(role.word(), new String[] {"Authorization", "Bearer " + token});
        }
        askers.put("nobody", new String[0]);
        return askers;
    }

    /// What the document says of each, by method and path.
    private Map<String, JsonNode> operations() {
        Map<String, JsonNode> operations = new TreeMap<>();
        JsonNode document = RunningConsole.json(page.get("/admin/v1/openapi.json", RunningConsole.WITH_KEY));
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    if (!operation.getKey().equals("parameters")) {
                        operations.put(
                                operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
                                operation.getValue());
                    }
                }));
        return operations;
    }

    private String asked(String operation, String[] headers) {
        String[] parts = operation.split(" ");
        HttpResponse<String> answer = page.ask(
                parts[0], "/admin/v1" + parts[1].replace("{name}", "other").replace("{id}", "other"), "", headers);
        JsonNode code = RunningConsole.json(answer.body().isEmpty() ? "{}" : answer.body())
                .at("/error/code");
        return switch (answer.statusCode()) {
            case 401, 403 -> answer.statusCode() + " " + code.asText();
            // What it asked for may be wrong or missing: it was let in.
            default -> "allowed";
        };
    }
}
