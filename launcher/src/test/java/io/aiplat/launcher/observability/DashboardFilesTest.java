package io.aiplat.launcher.observability;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.quality.promql.syntax.PromQlParser;
import io.aiplat.testkit.Need;
import io.aiplat.testkit.PrometheusBinary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The dashboards as files: that Grafana takes them, that people understand them, and that they ask for what there is.
class DashboardFilesTest {
    private static final Path TESTBED =
            Path.of("..", "testbed").toAbsolutePath().normalize();

    private static final Pattern METRIC = Pattern.compile("\\b(?:aiplat|gen_ai|jvm|process)_\\w+");

    private static final Pattern TOLD =
            Pattern.compile("(?m)^\\| `(\\w+)` \\| (?:counter|gauge|histogram) \\| (.*?) \\|");

    @TempDir
    Path folder;

    /// By the types that Grafana publishes (npm's `@grafana/schema`), with the compiler of their language.
    @Test
    void grafanasOwnSchemaTakesThem() throws Exception {
        Path modules = Path.of(System.getenv()
                .getOrDefault(
                        "AIPLAT_TEST_DASHBOARDS",
                        System.getProperty("user.home") + "/.cache/aiplat-ci/dashboards/node_modules"));
        Path compiler = modules.resolve(".bin").resolve("tsc");
        Need.that(
                Files.isExecutable(compiler) && Files.isDirectory(modules.resolve("@grafana/schema")),
                "Grafana's schema: npm ci in a copy of testbed/dashboards (AIPLAT_TEST_DASHBOARDS names its"
                        + " node_modules)");
        Files.createSymbolicLink(folder.resolve("node_modules"), modules);
        Files.copy(TESTBED.resolve("dashboards/schema.ts"), folder.resolve("schema.ts"));
        for (DashboardFile dashboard : DashboardFile.all()) {
            Files.writeString(
                    folder.resolve(dashboard.name() + ".ts"),
                    "import type { DashboardFile } from \"./schema\";\nexport const dashboard: DashboardFile =\n"
                            + Files.readString(dashboard.file()) + ";\n");
        }
        Files.writeString(folder.resolve("tsconfig.json"), """
                {"compilerOptions": {"noEmit": true, "strict": true, "skipLibCheck": true, "target": "es2022",
                 "module": "esnext", "moduleResolution": "bundler", "types": []}, "include": ["*.ts"]}
                """);
        PrometheusBinary.checked(compiler, "--project", folder.toString());
    }

    @Test
    void eachPanelSaysWhatItShowsAndInWhichUnit() throws IOException {
        Set<String> names = new HashSet<>();
        for (DashboardFile dashboard : DashboardFile.all()) {
            assertTrue(names.add(dashboard.json().path("uid").asText()), dashboard::name);
            assertTrue(dashboard.json().path("__inputs").isMissingNode(), dashboard::name);
            assertTrue(dashboard.panels().size() >= 8, dashboard::name);
            Set<Integer> ids = new HashSet<>();
            for (JsonNode panel : dashboard.panels()) {
                String place = dashboard.name() + ": " + panel.path("title").asText();
                assertTrue(ids.add(panel.path("id").asInt()), place);
                assertTrue(panel.path("description").asText().endsWith("."), place);
                assertFalse(panel.at("/fieldConfig/defaults/unit").asText().isEmpty(), place);
                assertEquals("${datasource}", panel.at("/datasource/uid").asText(), place);
                assertFalse(panel.path("targets").isEmpty(), place);
            }
        }
        assertEquals(5, names.size());
    }

    /// With a variable of Grafana's in an expression it would be a question that nobody else can ask.
    @Test
    void whatTheyAskNeedsNoGrafana() throws IOException {
        assertEquals(
                List.of(),
                queries().filter(query -> query.expression().contains("$")).toList());
    }

    @Test
    void theyAskForMetricsAndLabelsThatThereAre() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "reference", "telemetry.md"));
        Set<String> told = new TreeSet<>();
        Set<String> labels = new TreeSet<>(Set.of("le", "job", "instance"));
        for (MatchResult row : TOLD.matcher(page).results().toList()) {
            told.add(row.group(1));
            Pattern.compile("`(\\w+)`").matcher(row.group(2)).results().forEach(label -> labels.add(label.group(1)));
        }
        assertTrue(told.size() > 40, told::toString);
        for (DashboardFile.Query query : queries().toList()) {
            String outside = query.expression().replaceAll("\\{[^}]*}|\\b(?:by|on|group_left) \\([^)]*\\)", "");
            for (MatchResult metric : METRIC.matcher(outside).results().toList()) {
                String family = metric.group().replaceAll("_(bucket|count|sum)$", "");
                assertTrue(told.contains(family), query.place() + " asks for " + metric.group());
            }
            Pattern.compile("\\bby \\(([^)]*)\\)")
                    .matcher(query.expression())
                    .results()
                    .flatMap(by -> Stream.of(by.group(1).split(", ")))
                    .forEach(label -> assertTrue(labels.contains(label), query.place() + " groups by " + label));
        }
    }

    @Test
    void promtoolTakesWhatTheyAsk() throws Exception {
        String rules = queries()
                .map(query -> "      - {record: \"asked\", expr: '"
                        + query.expression().replace("'", "''") + "'}\n")
                .collect(Collectors.joining("", "groups:\n  - name: asked\n    rules:\n", ""));
        PrometheusBinary.promtool(
                "check",
                "rules",
                "--lint=none",
                Files.writeString(folder.resolve("asked.yaml"), rules).toString());
    }

    /// What draws the same views on aiplat's own page knows a part of PromQL.
    @Test
    void aiplatItselfUnderstandsWhatTheyAsk() throws IOException {
        queries().forEach(query -> assertDoesNotThrow(() -> PromQlParser.parse(query.expression()), query::place));
    }

    private static Stream<DashboardFile.Query> queries() throws IOException {
        return DashboardFile.all().stream().flatMap(dashboard -> dashboard.queries().stream());
    }
}
