package io.aiplat.operator.chart;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Templates of the charts for operator and gateways: the manifests of the bundle `aiplat`, with values in the place
/// of what somebody may want otherwise.
final class PlatformTemplates {
    private static final Path MANIFESTS = Path.of("..", "..", "bundles", "aiplat", "manifests");

    /// What is applied only where gateways share a database, which the charts do not name.
    private static final String TEAMS = "teams.yaml";

    private static final String HEAD = "{{- /* Made of the manifests of the bundle aiplat. */}}\n";

    private PlatformTemplates() {}

    /// Whether an object of the bundle is of the operator's chart; else it is of that of the gateways. The gateways'
    /// configuration is of the operator's: it needs it as well, and comes first.
    static boolean ofOperator(GenericKubernetesResource object) {
        return object.getKind().equals("ConfigMap")
                || switch (object.getMetadata().getName()) {
                    case "aiplat-operator" -> true;
                    case "aiplat-gateway" -> false;
                    default ->
                        throw new AssertionError("of which chart is " + object.getKind() + " "
                                + object.getMetadata().getName());
                };
    }

    /// Objects of the bundle, as they are written.
    static List<String> documents() throws IOException {
        return files().values().stream().flatMap(List::stream).toList();
    }

    private static Map<String, List<String>> files() throws IOException {
        Map<String, List<String>> all = new TreeMap<>();
        try (Stream<Path> files = Files.list(MANIFESTS)) {
            for (Path file : files.filter(each -> !each.endsWith(TEAMS)).toList()) {
                all.put(file.getFileName().toString(), ChartTemplate.documents(Files.readString(file)));
            }
        }
        return all;
    }

    /// By their files.
    ///
    /// @param operator of the operator's chart, or of the gateways'
    static Map<String, String> all(boolean operator) throws IOException {
        Map<String, String> made = new TreeMap<>();
        files().forEach((file, documents) -> {
            List<String> own = documents.stream()
                    .filter(each -> ofOperator(read(each)) == operator)
                    .map(each -> template(each, operator))
                    .toList();
            if (!own.isEmpty()) {
                made.put(file, HEAD + String.join("---\n", own));
            }
        });
        return made;
    }

    static GenericKubernetesResource read(String document) {
        return Serialization.unmarshal(document, GenericKubernetesResource.class);
    }

    private static String template(String document, boolean operator) {
        String kind = read(document).getKind();
        ChartTemplate bare = new ChartTemplate(document);
        ChartTemplate placed = document.contains("namespace: aiplat\n")
                ? bare.with("namespace: aiplat\n", "namespace: {{ .Release.Namespace }}\n")
                : bare;
        return switch (kind) {
            case "Deployment" -> deployment(placed, operator).text();
            case "ServiceAccount" ->
                placed.with(
                                "metadata:\n",
                                "metadata:\n"
                                        + ChartTemplate.optional(
                                                "  annotations:", ".Values.serviceAccount.annotations"))
                        .text();
            case "Service" ->
                placed.with("spec:\n", "spec:\n  type: {{ .Values.service.type }}\n")
                        .text();
            case "ConfigMap" ->
                placed.section("  gateway.yaml: |", "  gateway.yaml: |\n    {{- .Values.config | nindent 4 }}\n")
                        .text();
            default -> placed.text();
        };
    }

    private static ChartTemplate deployment(ChartTemplate placed, boolean operator) {
        String account = "      serviceAccountName: " + (operator ? "aiplat-operator\n" : "aiplat-gateway\n");
        ChartTemplate pod = placed.with(
                        account,
                        account
                                + ChartTemplate.optional("      imagePullSecrets:", ".Values.imagePullSecrets")
                                + ChartTemplate.optional("      nodeSelector:", ".Values.nodeSelector")
                                + ChartTemplate.optional("      tolerations:", ".Values.tolerations"))
                .with("aiplat.invalid/aiplat:0.1.0", "{{ include \"aiplat.image\" . | quote }}")
                .with("imagePullPolicy: IfNotPresent", "imagePullPolicy: {{ .Values.image.pullPolicy }}")
                .value("          resources:", ".Values.resources")
                .section("          env:", "", old -> old + """
                                    {{- with .Values.env }}
                                    {{- toYaml . | nindent 12 }}
                                    {{- end }}
                        """);
        return operator
                ? pod.with("value: http://ollama:11434", "value: {{ .Values.modelsUrl | quote }}")
                : pod.with("replicas: 2", "replicas: {{ .Values.replicaCount }}");
    }
}
