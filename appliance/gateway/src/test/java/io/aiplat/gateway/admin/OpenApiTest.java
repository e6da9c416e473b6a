package io.aiplat.gateway.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.governance.store.Administration;
import io.aiplat.management.ManagementApi;
import io.aiplat.management.ManagementDenied;
import io.aiplat.management.ManagementException;
import io.aiplat.management.ManagementOperation;
import io.aiplat.management.ManagementRequest;
import io.aiplat.management.Principal;
import io.aiplat.management.PrincipalRole;
import io.aiplat.testkit.Golden;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The document says what there is, and nothing else; and every role is let in where it should be, and nowhere else.
class OpenApiTest {
    private static final String HEAD = """
            # The management API

            Below `/admin/v1` on the endpoint's own port, with a key as everywhere. `GET /admin/v1/openapi.json` describes
            the fields. Who has a role may all that the roles below it may: `owner` (the machine's own key), `admin`,
            `team-admin` (its team), `member` (its user's own). What a key does not see is a 404 for it; what its role
            does not open is a 403.

            """;

    @TempDir
    Path folder;

    private Administration administration;
    private ManagementApi api;

    @BeforeEach
    void open() {
        administration = Administration.open(folder, InstantSource.system(), new SecureRandom());
        api = new ManagementApi(GovernanceResources.of(administration, _ -> false, List::of, InstantSource.system()));
    }

    @AfterEach
    void close() {
        administration.close();
    }

    @Test
    void describesEveryOperationAndNoOther() {
        JsonNode document = api.document();
        Set<String> described = new TreeSet<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().fieldNames().forEachRemaining(method -> {
                    if (!method.equals("parameters")) {
                        described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey());
                    }
                }));
        Set<String> there = api.operations().stream()
                .map(route -> route.method() + " " + route.path())
                .collect(Collectors.toCollection(TreeSet::new));

        assertEquals(there, described);
        assertEquals(ManagementApi.ROOT, document.at("/servers/0/url").asText());
    }

    @Test
    void namesTheFieldsThatAreTaken() {
        assertEquals(Set.copyOf(KeyFields.NEW.fields()), fields("NewKey"));
        assertEquals(Set.copyOf(KeyFields.CHANGE.fields()), fields("KeyChange"));
        assertEquals(fields("NewHolder").size() - 1, fields("HolderChange").size());
    }

    @Test
    void itStaysWhatProgramsWereMadeFrom() {
        Golden.matches("management/openapi.json", api.document().toPrettyString() + "\n");
    }

    @Test
    void theReferenceListsThem() {
        StringBuilder table = new StringBuilder("| | least role | |\n|---|---|---|\n");
        for (ManagementOperation operation : api.operations()) {
            table.append("| `" + operation.method() + " " + operation.path() + "` | "
                    + operation.least().word() + " | " + operation.summary() + " |\n");
        }

        Golden.matches("../../../../../docs/reference/admin-api.md", HEAD + table);
    }

    @Test
    void everyOperationIsOpenToTheRolesOfTheTableAndToNoOther() {
        StringBuilder table = new StringBuilder();
        for (ManagementOperation route : api.operations()) {
            table.append(route.method()).append(' ').append(route.path()).append('\n');
            for (PrincipalRole role : PrincipalRole.values()) {
                table.append("    ")
                        .append(role.word())
                        .append(": ")
                        .append(asked(role, route))
                        .append('\n');
            }
        }

        Golden.matches("management/roles.txt", table.toString());
    }

    private String asked(PrincipalRole role, ManagementOperation route) {
        Principal principal = new Principal("asking", role, "ada", "research");
        String path = route.path().replace("{name}", "other");
        try {
            api.answer(principal, new ManagementRequest(route.method(), path, null, "{}"));
            return "allowed";
        } catch (ManagementDenied denied) {
            return denied.code();
        } catch (ManagementException wrong) {
            // It was let in, and asked for what is not there.
            return wrong.problem().code().id().equals("GATEWAY_ADMIN_UNKNOWN_ADDRESS") ? "nowhere" : "allowed";
        }
    }

    private Set<String> fields(String schema) {
        Set<String> names = new TreeSet<>();
        api.document()
                .at("/components/schemas/" + schema + "/properties")
                .fieldNames()
                .forEachRemaining(names::add);
        return names;
    }
}
