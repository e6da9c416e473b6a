package io.aiplat.supply.archive.source;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.supply.archive.manifest.CanonicalJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Libraries in aiplat's own JAR, as a bill of materials lists them. Which they are, and in which version, is known to
/// the build; under which licence they are used is said in `NOTICE`, which a person has read them for.
///
/// @param notice the text `NOTICE`: a line `name | licence | group:artifact | place` for each library, or for several
/// @param built  bill of materials in CycloneDX that the build wrote; empty where it did not
public record OwnLibraries(String notice, String built) {
    private static final String OURS = "io.aiplat";

    /// None that are known.
    public static final OwnLibraries NONE = new OwnLibraries("", "");

    private record Line(String name, String licence, String coordinates, String place) {
        boolean names(String library) {
            // A star stands for any beginning or end.
            return Stream.of(coordinates.split("\\*", -1))
                    .map(Pattern::quote)
                    .collect(Collectors.collectingAndThen(Collectors.joining(".*"), library::matches));
        }
    }

    private List<Line> lines() {
        return notice.lines()
                .map(line -> line.split(" \\| ", -1))
                .filter(columns -> columns.length == 4)
                .map(columns ->
                        new Line(columns[0].strip(), columns[1].strip(), columns[2].strip(), columns[3].strip()))
                .toList();
    }

    /// Components of CycloneDX: each library with its version where the build has told them, else a line of the
    /// notice each.
    List<Object> components() {
        List<Line> lines = lines();
        return built.isEmpty()
                ? List.copyOf(lines.stream().map(OwnLibraries::ofLine).toList())
                : ofBuild(lines);
    }

    private static Map<String, Object> ofLine(Line line) {
        Map<String, Object> one = new TreeMap<>();
        one.put("type", "library");
        one.put("bom-ref", "aiplat/" + line.coordinates);
        one.put("name", line.name);
        one.put("licenses", BillOfMaterials.licences(line.licence));
        one.put("externalReferences", references(line));
        return one;
    }

    private static List<Object> references(Line line) {
        return List.of(Map.of("type", "website", "url", line.place));
    }

    private List<Object> ofBuild(List<Line> lines) {
        Map<String, Object> byReference = new TreeMap<>();
        try {
            for (JsonNode library :
                    CanonicalJson.read(built.getBytes(StandardCharsets.UTF_8)).path("components")) {
                String group = library.path("group").asText();
                if (!group.equals(OURS)) {
                    byReference.put(library.path("purl").asText(), ofBuild(group, library, lines));
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("the build has written JSON", e);
        }
        return new ArrayList<>(byReference.values());
    }

    /// Without the other digests of the build, which say the same as the SHA-256.
    private static Map<String, Object> ofBuild(String group, JsonNode library, List<Line> lines) {
        String name = library.path("name").asText();
        Map<String, Object> one = new TreeMap<>();
        one.put("type", "library");
        one.put("bom-ref", library.path("purl").asText());
        one.put("group", group);
        one.put("name", name);
        one.put("version", library.path("version").asText());
        one.put("purl", library.path("purl").asText());
        for (JsonNode hash : library.path("hashes")) {
            if (hash.path("alg").asText().equals("SHA-256")) {
                one.put("hashes", List.of(CanonicalJson.plain(hash)));
            }
        }
        Optional<Line> line =
                lines.stream().filter(each -> each.names(group + ":" + name)).findFirst();
        line.ifPresentOrElse(
                found -> {
                    one.put("licenses", BillOfMaterials.licences(found.licence));
                    one.put("externalReferences", references(found));
                },
                () -> {
                    if (library.has("licenses")) {
                        one.put("licenses", CanonicalJson.plain(library.path("licenses")));
                    }
                });
        return one;
    }
}
