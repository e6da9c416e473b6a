package io.aiplat.operator.chart;

import io.aiplat.operator.agentops.AgentObjects;
import io.aiplat.operator.workload.PodSurroundings;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Templates of the chart for an agent: what the operator makes of one that has everything, with values in the place
/// of what it says.
final class AgentTemplates {
    private static final String HEAD = "{{- /* Made of what the operator makes of an AgentDeployment. */}}\n";
    private static final String PORT = "{{ .Values.service.targetPort }}";
    private static final String SCRAPED = ".Values.serviceMonitor.enabled";
    private static final String SCALED = ".Values.autoscaling.enabled";

    /// Words and numbers that occur nowhere else.
    private static final String EVERYTHING = """
            apiVersion: agentops.io/v1alpha1
            kind: AgentDeployment
            metadata: {name: agent-name}
            spec:
              model: agent-model
              image: agent-image
              imagePullPolicy: agent-policy
              port: 65001
              autoscaling: {enabled: true, minReplicas: 71, maxReplicas: 72}
              resources: {requests: {cpu: 74m}}
              secrets: {apiKeySecret: agent-secret}
              monitoring: {enabled: true, scrapeInterval: 77s}
              nodeSelector: {agent-label: here}
              tolerations: [{key: agent-taint, operator: Exists}]
            """;

    private AgentTemplates() {}

    /// By their files.
    static Map<String, String> all() {
        Map<String, String> files = new TreeMap<>();
        PodSurroundings rich = new PodSurroundings(URI.create("http://agent-gateway:65003/v1"), true, true);
        for (HasMetadata object : AgentObjects.of(EVERYTHING, "its-namespace", rich)) {
            ChartTemplate bare = new ChartTemplate(Serialization.asYaml(object))
                    .with("---\n", "")
                    .section("  ownerReferences:", "")
                    .with("its-namespace", "{{ .Release.Namespace }}")
                    .with("agent-name", "{{ include \"agent.name\" . }}");
            ChartTemplate made = switch (object.getKind()) {
                case "NetworkPolicy" -> policy(bare);
                case "Service" -> service(bare);
                case "Deployment" -> deployment(bare);
                case "PodDisruptionBudget" -> bare;
                case "HorizontalPodAutoscaler" -> scaler(bare);
                case "ServiceMonitor" ->
                    bare.with("77s", "{{ .Values.serviceMonitor.interval }}")
                            .onlyIf("and " + SCRAPED + " " + known("monitoring.coreos.com/v1/ServiceMonitor"));
                case "VerticalPodAutoscaler" -> rightSizer(bare);
                default -> throw new AssertionError("no template for " + object.getKind());
            };
            files.put(
                    object.getKind().toLowerCase(Locale.ROOT) + ".yaml",
                    HEAD + made.onlyIf("not .Values.viaOperator").text());
        }
        return files;
    }

    private static String known(String kind) {
        return "(.Capabilities.APIVersions.Has \"" + kind + "\")";
    }

    private static ChartTemplate policy(ChartTemplate bare) {
        return bare.with("65001", PORT)
                .with("  - from:\n", """
                          - from:
                            {{- with .Values.networkPolicy.from }}
                            {{- toYaml . | nindent 4 }}
                            {{- end }}
                        """)
                .onlyIf(SCRAPED, "    - namespaceSelector:", "monitoring")
                .onlyIf(".Values.gateway.host", "  - ports:", "65003")
                .with("65003", "{{ .Values.gateway.port }}")
                .onlyIf(".Values.networkPolicy.enabled");
    }

    private static ChartTemplate service(ChartTemplate bare) {
        return bare.with("port: 65001", "port: {{ .Values.service.port | default .Values.service.targetPort }}")
                .with("spec:\n", "spec:\n  type: {{ .Values.service.type }}\n");
    }

    private static ChartTemplate deployment(ChartTemplate bare) {
        ChartTemplate pod = bare.onlyIf(SCRAPED, "      annotations:", "")
                .value("      nodeSelector:", ".Values.nodeSelector")
                .value("      tolerations:", ".Values.tolerations")
                .with(
                        "      automountServiceAccountToken: false\n",
                        """
                              automountServiceAccountToken: false
                              {{- with (include "agent.account" .) }}
                              serviceAccountName: {{ . | quote }}
                              {{- end }}
                        """ + ChartTemplate.optional("      imagePullSecrets:", ".Values.imagePullSecrets"))
                .with(
                        "      maxSurge: 1",
                        "      maxSurge: {{ ternary 0 1 (contains \"yes\" (include \"agent.takesGpus\" .)) }}")
                .with(
                        "      maxUnavailable: 0",
                        "      maxUnavailable: {{ ternary 1 0 (contains \"yes\" (include \"agent.takesGpus\" .)) }}")
                .with("spec:\n  selector:", """
                        spec:
                          {{- if not .Values.autoscaling.enabled }}
                          replicas: {{ .Values.replicaCount }}
                          {{- end }}
                          selector:\
                        """);
        return pod.section("        - name: \"OPENAI_BASE_URL\"", "", _ -> """
                                {{- with .Values.gateway.host }}
                                - name: "OPENAI_BASE_URL"
                                  value: "http://{{ . }}:{{ $.Values.gateway.port }}/v1"
                                {{- end }}
                        """)
                .section("        - name: \"MODEL\"", "        {{- include \"agent.environment\" . | nindent 8 }}\n")
                .onlyIf("kindIs \"map\" .Values.secrets", "        envFrom:", "agent-secret")
                .with("agent-secret", "{{ .Values.secrets.apiKeySecret }}")
                .with("\"agent-image\"", "{{ include \"agent.image\" . | quote }}")
                .with("\"agent-policy\"", "{{ .Values.image.pullPolicy }}")
                .value("        resources:", ".Values.resources")
                .value("        securityContext:", ".Values.securityContext")
                .with("65001", PORT);
    }

    private static ChartTemplate scaler(ChartTemplate bare) {
        return bare.section("  metrics:", "  metrics:\n    {{- include \"agent.metrics\" . | nindent 4 }}\n")
                .with("minReplicas: 71", "minReplicas: {{ .Values.autoscaling.minReplicas }}")
                .with(
                        "maxReplicas: 72",
                        "maxReplicas: {{ max .Values.autoscaling.minReplicas .Values.autoscaling.maxReplicas }}")
                .onlyIf(SCALED);
    }

    private static ChartTemplate rightSizer(ChartTemplate bare) {
        return bare.section(
                        "      controlledResources:",
                        "      controlledResources: {{ ternary (list \"memory\") (list \"cpu\" \"memory\") " + SCALED
                                + " | toJson }}\n")
                .onlyIf(known("autoscaling.k8s.io/v1/VerticalPodAutoscaler"));
    }
}
