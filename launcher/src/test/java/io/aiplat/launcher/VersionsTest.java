package io.aiplat.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The page of versions says what the files say.
class VersionsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern ROW = Pattern.compile("^\\| `(\\S+)` \\| (\\S+) \\| (\\S+) \\| (\\S+) \\| (.+) \\|$");
    private static final Pattern PROPERTY = Pattern.compile("<([a-z0-9-]+)\\.version>([^<]+)</");
    private static final Pattern ARTIFACT =
            Pattern.compile("<artifactId>([^<]+)</artifactId>\\s*<version>([0-9][^<]*)</version>");
    private static final Pattern IMAGE = Pattern.compile("(?m)^([a-z0-9./-]+):([^:\\s]+): ");
    private static final Pattern VARIABLE = Pattern.compile("\\b([A-Z]+)=(v[0-9.]+)");
    private static final Pattern PIN = Pattern.compile("(?m)^([A-Za-z0-9._-]+)==(\\S+)$");
    private static final Pattern NPM = Pattern.compile("\"([^\"]+)\": \"(?:npm:[^\"]+@)?([0-9][^\"]*)\"");

    /// Files that name what was chosen, and nothing that only came along.
    private static final Map<String, List<Pattern>> WHOLE = Map.ofEntries(
            Map.entry("pom.xml", List.of(PROPERTY, ARTIFACT)),
            Map.entry("launcher/pom.xml", List.of(ARTIFACT)),
            Map.entry("bench/helidon/pom.xml", List.of(ARTIFACT)),
            Map.entry("bundles/node.lock", List.of(IMAGE)),
            Map.entry("bundles/ollama/images.lock", List.of(IMAGE)),
            Map.entry("bundles/llamacpp/images.lock", List.of(IMAGE)),
            Map.entry("bundles/observability/images.lock", List.of(IMAGE)),
            Map.entry("testbed/build", List.of(VARIABLE)),
            Map.entry("testbed/llama-server", List.of(VARIABLE)),
            Map.entry("testbed/collector", List.of(VARIABLE)),
            Map.entry("testbed/jaeger", List.of(VARIABLE)),
            Map.entry("testbed/monitoring-schemas", List.of(VARIABLE)),
            Map.entry("testbed/dashboards/package.json", List.of(NPM)),
            Map.entry("testbed/clients/package.json", List.of(NPM)),
            Map.entry("testbed/clients/agents/package.json", List.of(NPM)));

    private static final List<String> LISTS =
            List.of("testbed/clients/requirements.txt", "testbed/clients/frameworks/requirements.txt");

    private record Row(String name, String file, String version, String newest, String why) {
        private static Row of(MatchResult cells) {
            return new Row(cells.group(1), cells.group(2), cells.group(3), cells.group(4), cells.group(5));
        }
    }

    private static List<Row> rows() throws IOException {
        List<Row> rows = Files.readAllLines(ROOT.resolve("docs/reference/versions.md")).stream()
                .flatMap(line -> ROW.matcher(line).results())
                .map(Row::of)
                .toList();
        assertTrue(rows.size() > 50, () -> "only " + rows.size() + " rows were found");
        return rows;
    }

    /// What a file pins, by `file name`; aiplat's own version is no such thing.
    private static Map<String, String> pinned(String file, List<Pattern> patterns) throws IOException {
        String text = Files.readString(ROOT.resolve(file));
        Map<String, String> found = new TreeMap<>();
        for (Pattern pattern : patterns) {
            pattern.matcher(text)
                    .results()
                    .filter(pin ->
                            !pin.group(1).equals("aiplat") && !pin.group(1).equals("helidon-proxy"))
                    .forEach(pin -> found.put(file + " " + pin.group(1), pin.group(2)));
        }
        assertTrue(!found.isEmpty(), () -> "nothing was found in " + file);
        return found;
    }

    @Test
    void everyVersionIsInTheTableAsItIs() throws IOException {
        Map<String, String> chosen = new TreeMap<>();
        for (Map.Entry<String, List<Pattern>> file : WHOLE.entrySet()) {
            chosen.putAll(pinned(file.getKey(), file.getValue()));
        }
        Map<String, String> all = new TreeMap<>(chosen);
        for (String list : LISTS) {
            all.putAll(pinned(list, List.of(PIN)));
        }
        Map<String, String> told = new TreeMap<>();
        List<String> wrong = new ArrayList<>();
        for (Row row : rows()) {
            String place = row.file() + " " + row.name();
            if (told.put(place, row.version()) != null) {
                wrong.add(place + " has two rows");
            }
            if (!row.version().equals(all.get(place))) {
                wrong.add(place + " is " + all.get(place) + " and not " + row.version());
            }
        }
        chosen.keySet().stream()
                .filter(place -> !told.containsKey(place))
                .forEach(place -> wrong.add(place + " has no row"));
        assertEquals(List.of(), wrong, "docs/reference/versions.md");
    }

    @Test
    void whatIsNotTheNewestSaysWhy() throws IOException {
        assertEquals(
                List.of(),
                rows().stream()
                        .filter(row ->
                                row.version().equals(row.newest()) != row.why().equals("–"))
                        .toList(),
                "a reason stands where a version is not the newest, and nowhere else");
    }
}
