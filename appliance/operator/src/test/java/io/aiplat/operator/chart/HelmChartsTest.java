package io.aiplat.operator.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.operator.ClusterDefinitions;
import io.aiplat.operator.agentops.AgentObjects;
import io.aiplat.operator.workload.PodSurroundings;
import io.aiplat.testkit.Golden;
import io.aiplat.testkit.HelmBinary;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// The charts in the JAR follow from the records and manifests, Helm takes them, and what it makes of them is what the
/// operator and the bundle `aiplat` make.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HelmChartsTest {
    private static final Path CHARTS = Path.of("..", "library", "src", "main", "resources", "charts");
    private static final String PACKED = "../../../../library/src/main/resources/charts/";
    private static final List<String> NAMES = List.of("agent-controller", "agent-deployment", "monitoring", "platform");

    /// As the document has it.
    private static final String[] INSTALL = {
        "--set", "image.repository=ghcr.io/myorg/llm-agent",
        "--set", "image.tag=v1.0.0",
        "--set", "resources.requests.memory=2Gi",
        "--set", "resources.requests.cpu=1000m",
        "--set", "autoscaling.enabled=true",
        "--set", "autoscaling.minReplicas=2",
        "--set", "autoscaling.maxReplicas=10"
    };

    private static final String INSTALLED = """
            apiVersion: agentops.io/v1alpha1
            kind: AgentDeployment
            metadata: {name: my-agent, namespace: tenant-demo}
            spec:
              image: ghcr.io/myorg/llm-agent:v1.0.0
              imagePullPolicy: IfNotPresent
              resources: {requests: {memory: 2Gi, cpu: 1000m}}
              autoscaling: {enabled: true, minReplicas: 2, maxReplicas: 10}
            """;

    /// As the document has them: its basic values, and those for a GPU on top.
    private static final String BASIC = """
            replicaCount: 2

            image:
              repository: ghcr.io/myorg/llm-agent
              tag: "v1.0.0"
              pullPolicy: IfNotPresent

            resources:
              requests:
                memory: "2Gi"
                cpu: "1000m"
              limits:
                memory: "4Gi"
                cpu: "2000m"

            autoscaling:
              enabled: true
              minReplicas: 2
              maxReplicas: 10
              targetCPUUtilizationPercentage: 70
              targetMemoryUtilizationPercentage: 80

            serviceMonitor:
              enabled: true
              interval: 30s
            """;

    private static final String GPU = """
            resources:
              requests:
                nvidia.com/gpu: 1
                memory: "16Gi"
                cpu: "4000m"
              limits:
                nvidia.com/gpu: 1
                memory: "32Gi"
                cpu: "8000m"

            nodeSelector:
              node.kubernetes.io/instance-type: g4dn.xlarge

            tolerations:
              - key: nvidia.com/gpu
                operator: Exists
                effect: NoSchedule
            """;

    private static final String BOTH = """
            apiVersion: agentops.io/v1alpha1
            kind: AgentDeployment
            metadata: {name: my-agent, namespace: tenant-demo}
            spec:
              replicas: 2
              image: ghcr.io/myorg/llm-agent:v1.0.0
              imagePullPolicy: IfNotPresent
              resources:
                requests: {nvidia.com/gpu: 1, memory: 16Gi, cpu: 4000m}
                limits: {nvidia.com/gpu: 1, memory: 32Gi, cpu: 8000m}
              autoscaling:
                enabled: true
                minReplicas: 2
                maxReplicas: 10
                metrics:
                  - {type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}}
                  - {type: Resource, resource: {name: memory, target: {type: Utilization, averageUtilization: 80}}}
              monitoring: {enabled: true, scrapeInterval: 30s}
              nodeSelector: {node.kubernetes.io/instance-type: g4dn.xlarge}
              tolerations: [{key: nvidia.com/gpu, operator: Exists, effect: NoSchedule}]
              model: claude-3-sonnet
              config: {maxTokens: 4096, temperature: 0.5, systemPrompt: You help.}
              secrets: [{name: anthropic-api-key, key: ANTHROPIC_API_KEY}]
            """;

    private static final String[] RICH_CLUSTER = {
        "--api-versions", "monitoring.coreos.com/v1/ServiceMonitor",
        "--api-versions", "autoscaling.k8s.io/v1/VerticalPodAutoscaler"
    };

    @TempDir
    Path folder;

    /// Before the others, which render what this one writes.
    @Test
    @Order(1)
    void templatesFollowFromRecordsAndManifests() throws IOException {
        same("agent-deployment", AgentTemplates.all(), List.of("agentdeployment.yaml", "serviceaccount.yaml"));
        same("agent-controller", PlatformTemplates.all(true), List.of());
        same("platform", PlatformTemplates.all(false), List.of());
    }

    private static void same(String chart, Map<String, String> made, List<String> written) {
        made.forEach((file, text) -> Golden.matches(PACKED + chart + "/templates/" + file, text));
        TreeSet<String> all = new TreeSet<>(made.keySet());
        all.addAll(written);
        all.addAll(List.of("_helpers.tpl", "NOTES.txt"));
        Golden.folderHoldsOnly(PACKED + chart + "/templates", List.copyOf(all));
    }

    @Test
    void helmFindsNothingToSay() throws Exception {
        for (String chart : NAMES) {
            HelmBinary.run(List.of(
                            "lint", "--strict", "--quiet", CHARTS.resolve(chart).toString()))
                    .ok();
        }
    }

    @Test
    void whatCanBeSetIsTheSameInValuesAndSchema() throws IOException {
        for (String chart : NAMES) {
            Map<?, ?> values = read(Files.readString(CHARTS.resolve(chart).resolve("values.yaml")));
            Map<?, ?> schema = read(Files.readString(CHARTS.resolve(chart).resolve("values.schema.json")));
            TreeSet<String> known = new TreeSet<>();
            ((Map<?, ?>) schema.get("properties")).keySet().forEach(each -> known.add(each.toString()));
            known.remove("global");
            TreeSet<String> written = new TreeSet<>();
            values.keySet().forEach(each -> written.add(each.toString()));
            assertEquals(known, written, chart);
        }
    }

    @Test
    void anAgentIsWhatTheOperatorMakesOfOne() throws Exception {
        same(
                made(INSTALLED, new PodSurroundings(null, false, false)),
                rendered("my-agent", "tenant-demo", "agent-deployment", INSTALL));
    }

    @Test
    void anAgentWithEverythingIsWhatTheOperatorMakesOfOne() throws Exception {
        List<String> said = new ArrayList<>(List.of(RICH_CLUSTER));
        said.addAll(List.of("-f", written("values.yaml", BASIC), "-f", written("values-gpu.yaml", GPU)));
        said.addAll(List.of("-f", written("more.yaml", """
                model: claude-3-sonnet
                config: {maxTokens: 4096, temperature: 0.5, systemPrompt: You help.}
                secrets: [{name: anthropic-api-key, key: ANTHROPIC_API_KEY}]
                gateway: {host: aiplat-gateway.aiplat, port: 4000}
                """)));
        PodSurroundings rich = new PodSurroundings(URI.create("http://aiplat-gateway.aiplat:4000/v1"), true, true);
        same(made(BOTH, rich), rendered("my-agent", "tenant-demo", "agent-deployment", said.toArray(String[]::new)));
    }

    @Test
    void withTheOperatorAnAgentIsOneResourceThatSaysTheSame() throws Exception {
        List<String> said = new ArrayList<>(List.of("--set", "viaOperator=true", "--set", "model=claude-3-sonnet"));
        said.addAll(List.of("-f", written("values.yaml", BASIC), "-f", written("values-gpu.yaml", GPU)));
        said.addAll(List.of("-f", written("more.yaml", """
                config: {maxTokens: 4096, temperature: 0.5, systemPrompt: You help.}
                secrets: [{name: anthropic-api-key, key: ANTHROPIC_API_KEY}]
                """)));
        Map<String, Map<?, ?>> all =
                rendered("my-agent", "tenant-demo", "agent-deployment", said.toArray(String[]::new));
        assertEquals(new TreeSet<>(List.of("AgentDeployment my-agent")), new TreeSet<>(all.keySet()));
        PodSurroundings bare = new PodSurroundings(null, false, false);
        assertEquals(
                made(BOTH, bare),
                made(Serialization.asYaml(all.values().iterator().next()), bare));
    }

    @Test
    void accountsOfACloudAndOtherNamesPass() throws Exception {
        Map<String, Map<?, ?>> all =
                rendered("my-agent", "tenant-demo", "agent-deployment", "-f", written("values.yaml", """
                        image: {repository: agent}
                        imagePullSecrets: [{name: company}]
                        serviceAccount:
                          create: true
                          annotations: {eks.amazonaws.com/role-arn: "arn:aws:iam::1:role/a"}
                        service: {type: NodePort, port: 80, targetPort: 8000}
                        secrets: {apiKeySecret: all-keys}
                        env: [{name: LOG, value: debug}]
                        """));
        String account = Serialization.asYaml(all.get("ServiceAccount my-agent"));
        assertTrue(account.contains("role-arn: \"arn:aws:iam::1:role/a\""), account);
        String service = Serialization.asYaml(all.get("Service my-agent"));
        assertTrue(service.contains("port: 80\n") && service.contains("type: \"NodePort\""), service);
        String pod = Serialization.asYaml(all.get("Deployment my-agent"));
        for (String each : List.of(
                "serviceAccountName: \"my-agent\"",
                "name: \"company\"",
                "name: \"all-keys\"",
                "value: \"debug\"",
                "containerPort: 8000",
                "image: \"agent:latest\"",
                "replicas: 1")) {
            assertTrue(pod.contains(each), () -> each + " is not in\n" + pod);
        }
    }

    @Test
    void whatIsWrongIsSaid() throws Exception {
        refuses("image.repository is the name of the agent's image");
        refuses("replicaCnt", "--set", "image.repository=a", "--set", "replicaCnt=2");
        refuses("targetPort", "--set", "image.repository=a", "--set", "service.targetPort=70000");
        refuses("env cannot be said to the operator", "--set", "image.repository=a,viaOperator=true,env[0].name=A");
        refuses("type ClusterIP", "--set", "image.repository=a,viaOperator=true,service.type=NodePort");
    }

    private static void refuses(String why, String... said) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "template", "my-agent", CHARTS.resolve("agent-deployment").toString()));
        command.addAll(List.of(said));
        HelmBinary.Answer answer = HelmBinary.run(command);
        assertNotEquals(0, answer.status(), answer::out);
        assertTrue(answer.error().contains(why), answer::error);
    }

    @Test
    void operatorAndGatewaysAreThoseOfTheBundle() throws Exception {
        Map<String, Map<?, ?>> bundle = new TreeMap<>();
        for (String document : PlatformTemplates.documents()) {
            put(bundle, document);
        }
        Map<String, Map<?, ?>> charts = rendered("agent-controller", "aiplat", "agent-controller");
        charts.putAll(rendered("platform", "aiplat", "platform"));
        same(bundle, charts);
    }

    @Test
    void operatorAndGatewaysTakeTheUsualValues() throws Exception {
        String values = written("values.yaml", """
                image: {repository: "registry.example/aiplat@sha256:01", pullPolicy: Always}
                imagePullSecrets: [{name: company}]
                env: [{name: HTTPS_PROXY, value: "http://proxy:3128"}]
                serviceAccount: {annotations: {who: us}}
                nodeSelector: {disk: ssd}
                tolerations: [{key: own, operator: Exists}]
                """);
        for (String chart : List.of("agent-controller", "platform")) {
            String name = chart.equals("platform") ? "aiplat-gateway" : "aiplat-operator";
            Map<String, Map<?, ?>> all = rendered(chart, "agentops-system", chart, "-f", values);
            String pod = Serialization.asYaml(all.get("Deployment " + name));
            for (String each : List.of(
                    "image: \"registry.example/aiplat@sha256:01\"",
                    "imagePullPolicy: \"Always\"",
                    "name: \"company\"",
                    "value: \"http://proxy:3128\"",
                    "disk: \"ssd\"",
                    "key: \"own\"",
                    "namespace: \"agentops-system\"")) {
                assertTrue(pod.contains(each), () -> each + " is not in\n" + pod);
            }
            String account = Serialization.asYaml(all.get("ServiceAccount " + name));
            assertTrue(account.contains("who: \"us\""), account);
        }
    }

    @Test
    void definitionsAreFilesOfTheirOwn() {
        Map<String, String> files = ClusterDefinitions.files();
        assertTrue(files.containsKey("agentdeployments.agentops.io.yaml"), files.keySet()::toString);
        files.values().forEach(text -> assertTrue(text.contains("aiplat.io/owner: \"shared\""), text));
    }

    private String written(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private static Map<String, Map<?, ?>> made(String agent, PodSurroundings surroundings) {
        Map<String, Map<?, ?>> all = new TreeMap<>();
        AgentObjects.of(agent, "tenant-demo", surroundings).forEach(each -> {
            each.getMetadata().setOwnerReferences(List.of());
            put(all, Serialization.asYaml(each));
        });
        return all;
    }

    private static Map<String, Map<?, ?>> rendered(String release, String namespace, String chart, String... said)
            throws Exception {
        List<String> command = new ArrayList<>(
                List.of("template", release, CHARTS.resolve(chart).toString(), "--namespace", namespace));
        command.addAll(List.of(said));
        Map<String, Map<?, ?>> all = new TreeMap<>();
        for (String document : ChartTemplate.documents(HelmBinary.run(command).ok())) {
            // What is left of a file that makes nothing.
            if (document.lines().anyMatch(line -> line.startsWith("kind:"))) {
                put(all, document);
            }
        }
        return all;
    }

    /// Kubernetes' defaults are left out, in which alone the two may differ.
    @SuppressWarnings("unchecked")
    private static void put(Map<String, Map<?, ?>> all, String yaml) {
        // As the kind has it: a quantity may be a number or a text.
        Map<?, ?> object = read(Serialization.asYaml(Serialization.unmarshal(yaml, KubernetesResource.class)));
        Map<String, Object> spec = (Map<String, Object>) object.get("spec");
        if (spec != null) {
            spec.remove("type", "ClusterIP");
        }
        Object before = all.put(object.get("kind") + " " + ((Map<?, ?>) object.get("metadata")).get("name"), object);
        assertEquals(null, before, "an object twice");
    }

    private static void same(Map<String, Map<?, ?>> expected, Map<String, Map<?, ?>> found) {
        assertEquals(expected.keySet(), found.keySet());
        expected.forEach((name, object) -> assertEquals(object, found.get(name), name));
    }

    private static Map<?, ?> read(String yaml) {
        return Serialization.unmarshal(yaml, Map.class);
    }

    @Test
    void chartsHaveTheVersionOfTheImage() throws IOException {
        for (String chart : NAMES) {
            try (Stream<String> lines = Files.lines(CHARTS.resolve(chart).resolve("Chart.yaml"))) {
                List<String> all = lines.toList();
                assertTrue(all.contains("version: 0.1.0") && all.contains("appVersion: \"0.1.0\""), all::toString);
            }
        }
    }
}
