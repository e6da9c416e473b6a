package io.aiplat.routing.litellm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aiplat.config.BoundedYaml;
import io.aiplat.model.ApplianceException;
import io.aiplat.routing.GatewayConfig;
import io.aiplat.routing.file.ConfigReadResult;
import io.aiplat.routing.file.GatewayFile;
import io.aiplat.testkit.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class LiteLlmImportTest {
    private static final Path CORPUS = Path.of("src/test/resources/litellm");
    private static final Pattern VARIABLE = Pattern.compile("os\\.environ/([A-Za-z_][A-Za-z0-9_]*)");

    /// For each configuration: the new file and the report are as expected, the new file is accepted by our own
    /// reader, and every field of the old one is in the report.
    @TestFactory
    Stream<DynamicTest> convertsConfigurations() throws IOException {
        try (Stream<Path> files = Files.list(CORPUS)) {
            List<String> names = files.map(f -> f.getFileName().toString())
                    .filter(f -> f.endsWith(".yaml"))
                    .map(f -> f.substring(0, f.length() - ".yaml".length()))
                    .sorted()
                    .toList();
            Golden.folderHoldsOnly(
                    "litellm",
                    names.stream()
                            .flatMap(n -> Stream.of(n + ".yaml", n + ".gateway", n + ".report"))
                            .toList());
            return names.stream().map(name -> DynamicTest.dynamicTest(name, () -> converts(name)));
        }
    }

    private static void converts(String name) throws IOException, BoundedYaml.Malformed {
        String text = Files.readString(CORPUS.resolve(name + ".yaml"));
        ImportResult imported = LiteLlmImport.convert("config.yaml", text);
        Golden.matches("litellm/" + name + ".gateway", imported.gatewayYaml());
        Golden.matches("litellm/" + name + ".report", imported.report());
        plan(imported);
        List<String> leaves = BoundedYaml.compose("config.yaml", text).stream()
                .flatMap(node -> LiteLlmNode.of(node).leaves().stream())
                .map(LiteLlmNode::path)
                .toList();
        assertEquals(leaves, imported.fields().stream().map(ImportedField::path).toList());
    }

    private static GatewayConfig plan(ImportResult imported) {
        Map<String, String> environment = new TreeMap<>();
        Matcher variable = VARIABLE.matcher(imported.gatewayYaml());
        while (variable.find()) {
            environment.put(
                    variable.group(1),
                    "http://value-of-" + variable.group(1).toLowerCase().replace('_', '-'));
        }
        ConfigReadResult read = GatewayFile.read("gateway.yaml", imported.gatewayYaml(), CORPUS, environment);
        return assertInstanceOf(ConfigReadResult.Accepted.class, read, () -> imported.gatewayYaml() + read)
                .plan();
    }

    @Test
    void oddNamesAndKeysArriveAsTheyWere() throws IOException {
        GatewayConfig plan = plan(LiteLlmImport.convert(CORPUS.resolve("odd.yaml")));
        assertEquals(
                "quoted \"name\" \\ with: ${braces} # and more",
                plan.routes().getFirst().name());
        assertEquals(
                "key with \"quotes\", ${env:X} and \t tab",
                plan.upstreamOf(plan.routes().getFirst().deployments().getFirst())
                        .key()
                        .value());
    }

    @Test
    void aFileThatIsNoYamlIsRefusedWithItsLine() {
        ApplianceException refused =
                assertThrows(ApplianceException.class, () -> LiteLlmImport.convert("config.yaml", "a: [1\nb: 2"));
        assertEquals(
                "There is no proper YAML at config.yaml:2:2", refused.problem().what());
    }

    @Test
    void aFileThatIsMissingIsRefused() {
        assertThrows(ApplianceException.class, () -> LiteLlmImport.convert(CORPUS.resolve("none.yaml")));
    }
}
