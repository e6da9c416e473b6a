package io.aiplat.gateway.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.governance.store.Administration;
import io.aiplat.governance.use.MachineCosts;
import io.aiplat.governance.use.MachinePrices;
import io.aiplat.management.ManagementApi;
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

/// The document says what there is, and nothing else.
class OpenApiTest {
    @TempDir
    Path folder;

    private Administration administration;
    private ManagementApi api;

    @BeforeEach
    void open() {
        administration = Administration.open(folder, InstantSource.system(), new SecureRandom());
        api = new ManagementApi(GovernanceResources.of(
                administration,
                _ -> false,
                List::of,
                MachineCosts.of(folder, MachinePrices.NONE),
                InstantSource.system()));
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

    private Set<String> fields(String schema) {
        Set<String> names = new TreeSet<>();
        api.document()
                .at("/components/schemas/" + schema + "/properties")
                .fieldNames()
                .forEachRemaining(names::add);
        return names;
    }
}
