package io.aiplat.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.testkit.Eventually;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where KubeRay's definitions are, an endpoint as the document has it becomes a RayService, and answers through the
/// gateway when KubeRay says so. No KubeRay runs here: its status is written by the test, and llama.cpp's server stands
/// where Ray Serve would.
class RayServiceUpIT {
    /// As the document has it.
    private static final String ENDPOINT = """
            apiVersion: kro.run/v1alpha1
            kind: InferenceEndpoint
            metadata:
              name: gemma-4b
              namespace: inference
            spec:
              model: "google/gemma-3-4b-it"
              gpuCount: 1
              minReplicas: 1
              maxReplicas: 2
            """;

    private static final String RAY = "anyscale/ray-llm:2.53.0-py311-cu128";

    /// The service that KubeRay would make, and what would be behind it.
    private static final String SERVE = """
            apiVersion: v1
            kind: Service
            metadata: {name: gemma-4b-serve-svc}
            spec:
              selector: {stands: for-ray}
              ports: [{name: serve, port: 8000}]
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: ray, labels: {stands: for-ray}}
            spec:
              terminationGracePeriodSeconds: 0
              containers:
                - name: ray
                  image: %s
                  args: [--served-model-name, gemma-4b, --port, "8000"]
                  readinessProbe: {httpGet: {path: /health, port: 8000}, periodSeconds: 1}
                  securityContext:
                    runAsNonRoot: true
                    runAsUser: 1000
                    allowPrivilegeEscalation: false
                    capabilities: {drop: [ALL]}
                    seccompProfile: {type: RuntimeDefault}
            """.formatted(RAY);

    private static final String ALL = "inferenceendpoints,rayservices,networkpolicies";

    @TempDir
    Path folder;

    @Test
    void anEndpointBecomesARayService() throws Exception {
        VllmStandIn.needed();
        try (TestEngine engine = TestEngine.open("ray");
                Aiplat aiplat = Aiplat.withEngine(engine)) {
            aiplat.run("up").ok();
            NodeKubectl cluster = new NodeKubectl(engine);
            cluster.knows("inferenceendpoints.kro.run");
            cluster.apply(Files.readString(Path.of("..", "bundles", "kuberay", "manifests", "rayservices.yaml")));
            cluster.knows("rayservices.ray.io");
            VllmStandIn.images(cluster, folder, RAY);
            VllmStandIn.pretendGpus(cluster, 2);
            cluster.run("create", "namespace", "inference").ok();
            NodeKubectl kubectl = cluster.in("inference");
            kubectl.run("label", "namespace", "inference", "pod-security.kubernetes.io/enforce=restricted")
                    .ok();

            itIsMadeAndWaitsForKubeRay(kubectl);
            itAnswersWhenKubeRaySaysSo(aiplat, kubectl);
            whatRaySaysIsTold(kubectl);
            whatIsDeletedBehindItsBackIsMadeAnew(kubectl);
            onesOwnWishHolds(kubectl);
            nothingIsLeft(aiplat, kubectl);
            aiplat.run("down", "--purge", "--yes").ok();
        }
    }

    private static void itIsMadeAndWaitsForKubeRay(NodeKubectl kubectl) throws Exception {
        kubectl.apply(ENDPOINT);
        kubectl.becomes("inferenceendpoints/gemma-4b", "Progressing", "KubeRay has not looked at");
        JsonNode service = kubectl.get("rayservices/gemma-4b");
        assertTrue(service.at("/spec/serveConfigV2").asText().contains("google/gemma-3-4b-it"), service::toString);
        JsonNode workers = service.at("/spec/rayClusterConfig/workerGroupSpecs/0");
        assertEquals(1, workers.path("minReplicas").asInt(), workers::toString);
        assertEquals(2, workers.path("maxReplicas").asInt(), workers::toString);
        assertEquals(RAY, workers.at("/template/spec/containers/0/image").asText());
        JsonNode status = kubectl.get("inferenceendpoints/gemma-4b").path("status");
        assertEquals("Ray", status.path("server").asText(), status::toString);
        assertEquals(
                "http://gemma-4b-serve-svc.inference.svc.cluster.local:8000",
                status.path("endpoint").asText());
    }

    private static void says(NodeKubectl kubectl, String status) throws Exception {
        int generation =
                kubectl.get("rayservices/gemma-4b").at("/metadata/generation").asInt();
        kubectl.run(
                        "patch",
                        "rayservices/gemma-4b",
                        "--subresource=status",
                        "--type=merge",
                        "--patch={\"status\":{\"observedGeneration\":" + generation + "," + status + "}}")
                .ok();
    }

    private static String ready(String status) {
        return "\"conditions\":[{\"type\":\"Ready\",\"status\":\"" + status
                + "\",\"reason\":\"Said\",\"message\":\"as the test says\","
                + "\"lastTransitionTime\":\"2026-01-01T00:00:00Z\"}]";
    }

    private static void itAnswersWhenKubeRaySaysSo(Aiplat aiplat, NodeKubectl kubectl) throws Exception {
        says(kubectl, ready("False"));
        kubectl.becomes("inferenceendpoints/gemma-4b", "Progressing", "as the test says");
        kubectl.apply(SERVE);
        kubectl.run("wait", "pod/ray", "--for=condition=Ready", "--timeout=120s")
                .ok();
        says(kubectl, "\"numServeEndpoints\":1," + ready("True"));
        kubectl.becomesReady("inferenceendpoints/gemma-4b");
        assertEquals(
                1,
                kubectl.get("inferenceendpoints/gemma-4b")
                        .at("/status/availableReplicas")
                        .asInt());
        // The gateway takes over what is new twice a second.
        Eventually.holds(
                "gemma-4b answers",
                Duration.ofSeconds(5),
                () -> aiplat.ask("gemma-4b", "ping").statusCode() == 200);
        assertEquals("pong", aiplat.answer("gemma-4b", "ping"));
    }

    private static void whatRaySaysIsTold(NodeKubectl kubectl) throws Exception {
        says(
                kubectl,
                "\"activeServiceStatus\":{\"applicationStatuses\":{\"llm\":{\"status\":\"DEPLOY_FAILED\",\"message\":"
                        + "\"401 Client Error\"}}}," + ready("False"));
        kubectl.becomes("inferenceendpoints/gemma-4b", "Degraded", "401 Client Error");
        says(kubectl, "\"activeServiceStatus\":null," + ready("True"));
        kubectl.becomesReady("inferenceendpoints/gemma-4b");
    }

    private static void whatIsDeletedBehindItsBackIsMadeAnew(NodeKubectl kubectl) throws Exception {
        String before = kubectl.get("rayservices/gemma-4b").at("/metadata/uid").asText();
        kubectl.run("delete", "rayservices/gemma-4b").ok();
        Eventually.holds(
                "it is there again",
                Duration.ofSeconds(20),
                () -> !kubectl.get("rayservices").path("items").isEmpty());
        assertNotEquals(
                before, kubectl.get("rayservices/gemma-4b").at("/metadata/uid").asText());
    }

    private static void onesOwnWishHolds(NodeKubectl kubectl) throws Exception {
        kubectl.apply(ENDPOINT.replace("name: gemma-4b", "name: plain\n  annotations: {aiplat.io/ray: \"false\"}"));
        kubectl.becomesReady("inferenceendpoints/plain");
        assertEquals(
                "vLLM",
                kubectl.get("inferenceendpoints/plain").at("/status/server").asText());
    }

    private static void nothingIsLeft(Aiplat aiplat, NodeKubectl kubectl) throws Exception {
        kubectl.run("delete", "inferenceendpoints", "--all").ok();
        Eventually.holds(
                "gemma-4b answers with 404",
                Duration.ofSeconds(10),
                () -> aiplat.ask("gemma-4b", "ping").statusCode() == 404);
        Eventually.holds(
                "nothing is left",
                Duration.ofSeconds(60),
                () -> kubectl.get(ALL).path("items").isEmpty());
    }
}
