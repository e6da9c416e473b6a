package io.aiplat.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.routing.GatewayConfig;
import io.aiplat.routing.Guard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What docs/how-to/guards-and-cache.md shows is a gateway.yaml.
class GuardsAndCacheDocTest {
    private static final Path PAGE = Path.of("../../docs/how-to/guards-and-cache.md");
    private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    @Test
    void everyExampleIsAccepted() throws IOException {
        List<String> examples = YAML.matcher(Files.readString(PAGE))
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
        assertEquals(3, examples.size());

        GatewayConfig first = Configured.plan(examples.getFirst(), Map.of());
        assertEquals(List.of("private", "cards"), first.routes().getFirst().guards());
        assertEquals(
                1000, Objects.requireNonNull(first.routes().getFirst().cache()).maxEntries());
        GatewayConfig second = Configured.plan(examples.get(1), Map.of());
        assertEquals(Set.of("names"), second.guards().keySet());
        assertEquals(
                Set.of(Guard.Moment.BEFORE),
                Objects.requireNonNull(second.guards().get("names")).when());
        GatewayConfig third = Configured.plan(examples.getLast(), Map.of());
        assertTrue(third.routes().getLast().confined());
        assertTrue(third.leadsOut(third.routes().getFirst()), "which only the guard keeps in the house");
    }
}
