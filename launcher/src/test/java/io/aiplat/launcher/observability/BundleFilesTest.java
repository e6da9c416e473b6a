package io.aiplat.launcher.observability;

import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.aiplat.testkit.Golden;
import io.aiplat.testkit.PrometheusBinary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// What the bundle `observability` hands to Prometheus, Grafana and the collector, looked at by these themselves where
/// they can be had.
class BundleFilesTest {
    /// Seen from the folder of golden files.
    private static final String MANIFESTS = "../../../../bundles/observability/manifests/";

    @TempDir
    Path folder;

    @Test
    void itsConfigMapsHoldTheDashboardsAndRules() throws IOException {
        Golden.matches(
                MANIFESTS + "dashboards.yaml",
                configMap("dashboards", "aiplat-dashboards", "    grafana_dashboard: \"1\"\n"));
        Golden.matches(MANIFESTS + "rules.yaml", configMap("rules", "aiplat-rules", ""));
    }

    /// With the label by which the sidecar of kube-prometheus-stack finds dashboards, too.
    private static String configMap(String of, String name, String label) throws IOException {
        StringBuilder text = new StringBuilder(
                        "# Made of " + of + "/ by BundleFilesTest, with -Daiplat.golden=write.\n")
                .append("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: " + name
                        + "\n  namespace: observability\n")
                .append("  labels:\n    app.kubernetes.io/name: lgtm\n    app.kubernetes.io/part-of: aiplat\n" + label)
                .append("data:\n");
        try (Stream<Path> files = Files.list(DashboardFile.BUNDLE.resolve(of))) {
            for (Path file : files.sorted().toList()) {
                text.append("  ").append(file.getFileName()).append(": |\n");
                Files.readAllLines(file).forEach(line -> text.append(line.isEmpty() ? "\n" : "    " + line + "\n"));
            }
        }
        return text.toString();
    }

    @Test
    void promtoolTakesTheRules() throws Exception {
        try (Stream<Path> files = Files.list(DashboardFile.BUNDLE.resolve("rules"))) {
            for (Path file : files.toList()) {
                PrometheusBinary.promtool("check", "rules", file.toString());
            }
        }
    }

    /// The tests of aiplat's own evaluator, by Prometheus': each alert has one in which it fires, and one in which not.
    @Test
    void promtoolAgreesWhenTheyFire() throws Exception {
        PrometheusBinary.promtool(
                "test",
                "rules",
                Path.of("..", "testbed", "alerts", "rules_test.yaml").toString());
    }

    /// The section `otlp` is younger than Debian's promtool.
    @Test
    void promtoolTakesItsConfiguration() throws Exception {
        String config = fileOf("lgtm-config.yaml", "prometheus.yaml");
        String known = config.replaceFirst("(?m)^otlp:\n(?: .*\n)+", "");
        assertNotEquals(config, known);
        PrometheusBinary.promtool("check", "config", write("prometheus.yaml", known));
    }

    @Test
    void theCollectorTakesItsConfiguration() throws Exception {
        String config = fileOf("collector-config.yaml", "config.yaml")
                // What is only in a pod.
                .replace("auth_type: serviceAccount", "auth_type: none")
                .replace("directory: /var/lib/otelcol", "directory: " + folder)
                .replace("node_from_env_var: NODE_NAME", "node: one")
                .replace("${env:NODE_ADDRESS}", "127.0.0.1");
        PrometheusBinary.checked(PrometheusBinary.collector(), "validate", "--config", write("collector.yaml", config));
    }

    private String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    /// A file in a ConfigMap of a manifest.
    private static String fileOf(String manifest, String name) throws IOException {
        Path file = DashboardFile.BUNDLE.resolve("manifests").resolve(manifest);
        for (Object document : new Load(LoadSettings.builder().build()).loadAllFromString(Files.readString(file))) {
            if (document instanceof Map<?, ?> map
                    && map.get("data") instanceof Map<?, ?> data
                    && data.get(name) instanceof String text) {
                return text;
            }
        }
        throw new AssertionError(name + " is not in " + file);
    }
}
