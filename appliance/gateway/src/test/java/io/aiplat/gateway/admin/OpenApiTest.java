package io.aiplat.gateway.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.governance.store.Administration;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The document says what there is, and nothing else.
class OpenApiTest {
    private final JsonNode document = OpenApi.document();

    @TempDir
    Path folder;

    @Test
    void describesEveryRouteAndNoOther() {
        Set<String> described = new TreeSet<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().fieldNames().forEachRemaining(method -> {
                    if (!method.equals("parameters")) {
                        described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey());
                    }
                }));
        try (Administration administration = Administration.open(folder, InstantSource.system(), new SecureRandom())) {
            Set<String> there = new ManagementApi(administration, _ -> false, List::of, InstantSource.system())
                    .routes().stream()
                            .map(route -> route.method() + " " + route.path())
                            .collect(Collectors.toCollection(TreeSet::new));
            assertEquals(there, described);
        }
        assertEquals(ManagementApi.ROOT, document.at("/servers/0/url").asText());
    }

    @Test
    void namesTheFieldsThatAreTaken() {
        assertEquals(Set.copyOf(KeyFields.ALL), fields("NewKey"));
        assertEquals(Set.copyOf(KeyFields.CHANGEABLE), fields("KeyChange"));
        assertEquals(Set.copyOf(LimitFields.and("name")), fields("NewHolder"));
        assertEquals(Set.copyOf(LimitFields.NAMES), fields("HolderChange"));
    }

    private Set<String> fields(String schema) {
        Set<String> names = new TreeSet<>();
        document.at("/components/schemas/" + schema + "/properties")
                .fieldNames()
                .forEachRemaining(names::add);
        return names;
    }
}
