package io.aiplat.launcher.observability;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A dashboard of the bundle `observability`.
///
/// @param file where it is
/// @param json what it says
public record DashboardFile(Path file, JsonNode json) {
    /// The bundle's folder.
    public static final Path BUNDLE =
            Path.of("..", "bundles", "observability").toAbsolutePath().normalize();

    /// All of them.
    public static List<DashboardFile> all() throws IOException {
        try (Stream<Path> files = Files.list(BUNDLE.resolve("dashboards"))) {
            ObjectMapper mapper = new ObjectMapper();
            List<DashboardFile> all = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                all.add(new DashboardFile(file, mapper.readTree(file.toFile())));
            }
            return all;
        }
    }

    /// Its name, as `slo`.
    public String name() {
        return file.getFileName().toString().replace(".json", "");
    }

    /// A query of a panel.
    ///
    /// @param place      dashboard and panel, for people
    /// @param expression PromQL
    public record Query(String place, String expression) {}

    /// Its panels that are not rows.
    public List<JsonNode> panels() {
        return json.path("panels")
                .valueStream()
                .filter(panel -> !panel.path("type").asText().equals("row"))
                .toList();
    }

    /// What it asks a Prometheus.
    public List<Query> queries() {
        return panels().stream()
                .flatMap(panel -> panel.path("targets")
                        .valueStream()
                        .map(target -> new Query(
                                name() + ": " + panel.path("title").asText() + ": "
                                        + target.path("legendFormat").asText(),
                                target.path("expr").asText())))
                .toList();
    }
}
