package io.aiplat.gateway.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.gateway.call.Endpoint;
import io.aiplat.gateway.call.EndpointTable;
import io.aiplat.gateway.call.UpstreamSupport;
import io.aiplat.routing.UpstreamKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Every endpoint is one file, and what serves them knows none of them.
class EndpointsTest {
    private static final Path MAIN = Path.of("src/main/java/io/aiplat/gateway");

    /// Those who look at a specification as a whole: it is made, put into the table, and handed to the server.
    private static final Set<String> KNOWS_THE_TABLE = Set.of("GatewayServer.java");

    private static final Pattern BY_NAME = Pattern.compile("switch \\([^)]*(endpoint\\(\\)|[eE]ndpoint|label\\(\\))\\)"
            + "|(label\\(\\)|ndpoint(\\(\\))?\\.(path|toString)\\(\\))\\s*\\.(equals|startsWith|contains)\\("
            + "|==\\s*Endpoints?\\.");

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(MAIN)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    @Test
    void everyFileIsOneLineOfTheTable() throws IOException {
        Set<String> files = sources().stream()
                .filter(file -> file.getParent().endsWith("endpoint"))
                .map(file -> file.getFileName().toString())
                .filter(name -> name.endsWith("Endpoint.java"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Endpoints.ALL.all().size(), files.size(), files::toString);
        assertEquals(
                Endpoints.ALL.all().size(),
                Endpoints.ALL.all().stream()
                        .map(endpoint -> endpoint.label().label())
                        .distinct()
                        .count());
    }

    @Test
    void nobodyElseKnowsAnEndpoint() throws IOException {
        Set<String> wrong = new TreeSet<>();
        for (Path file : sources()) {
            String text = Files.readString(file);
            String name = file.getFileName().toString();
            boolean one = file.getParent().endsWith("endpoint");
            if (!one && !KNOWS_THE_TABLE.contains(name) && text.contains("io.aiplat.gateway.endpoint.")) {
                wrong.add(name + " imports endpoints");
            }
            if (!one && BY_NAME.matcher(text).find()) {
                wrong.add(name + " tells endpoints apart: "
                        + BY_NAME.matcher(text)
                                .results()
                                .map(MatchResult::group)
                                .toList());
            }
        }
        assertEquals(Set.of(), wrong);
    }

    /// What is asked of an upstream that has it goes through in its own API's words.
    @Test
    void whereverBytesPassTheApiIsTheUpstreamsOwn() {
        for (Endpoint endpoint : Endpoints.ALL.all()) {
            for (UpstreamKind kind : UpstreamKind.values()) {
                UpstreamSupport support = endpoint.support(kind);
                boolean passes =
                        support instanceof UpstreamSupport.Relayed || support instanceof UpstreamSupport.RelayedOr;
                assertTrue(!passes || endpoint.nativeKind() == kind, () -> endpoint + " over " + kind);
            }
        }
    }

    @Test
    void aPathIsOneEndpoint() {
        Endpoint chat = Endpoints.ALL.all().iterator().next();
        assertThrows(IllegalArgumentException.class, () -> new EndpointTable(List.of(chat, chat)));
    }
}
