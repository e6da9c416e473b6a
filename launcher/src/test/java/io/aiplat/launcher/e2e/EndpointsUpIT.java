package io.aiplat.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.testkit.Eventually;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Models on GPUs are applied as documents have them, answer through the gateway, and leave nothing behind. The node
/// only
/// says that it has GPUs, and llama.cpp's server stands where vLLM would in its image.
class EndpointsUpIT {
    /// As the document has it.
    private static final String ENDPOINT = """
            # platform/workloads/gemma-4b.yaml
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

    private static final String SERVICE = """
            apiVersion: serving.kserve.io/v1beta1
            kind: InferenceService
            metadata:
              name: mistral
              namespace: inference
            spec:
              predictor:
                model:
                  modelFormat: {name: vLLM}
                  runtime: vllm-cuda
                  storageUri: hf://mistralai/Mistral-7B-Instruct-v0.3
                  args: [--dtype=half]
                  resources:
                    requests: {cpu: 100m, memory: 128Mi}
                    limits: {nvidia.com/gpu: "1"}
            """;

    private static final String RAY = "anyscale/ray-llm:2.53.0-py311-cu128";
    private static final String ALL =
            "inferenceendpoints,inferenceservices.serving.kserve.io,deployments,services,horizontalpodautoscalers,"
                    + "networkpolicies";

    @TempDir
    Path folder;

    @Test
    void aModelOnGpusAnswersThroughTheGateway() throws Exception {
        VllmStandIn.needed();
        try (TestEngine engine = TestEngine.open("endpoints");
                Aiplat aiplat = Aiplat.withEngine(engine)) {
            aiplat.run("up").ok();
            NodeKubectl cluster = new NodeKubectl(engine);
            cluster.knows("inferenceendpoints.kro.run");
            VllmStandIn.images(cluster, folder, RAY, VllmStandIn.IMAGE);
            cluster.run("create", "namespace", "inference").ok();
            NodeKubectl kubectl = cluster.in("inference");
            kubectl.run("label", "namespace", "inference", "pod-security.kubernetes.io/enforce=restricted")
                    .ok();

            withoutGpusOllamaIsAsked(kubectl);
            VllmStandIn.pretendGpus(cluster, 3);
            onGpusItAnswersAsSoonAsACopyDoes(aiplat, kubectl);
            mistakesAreTold(kubectl);
            nothingIsLeft(aiplat, kubectl);
            aiplat.run("down", "--purge", "--yes").ok();
        }
    }

    /// Hugging Face is out of reach here, and that is what the resource says.
    private static void withoutGpusOllamaIsAsked(NodeKubectl kubectl) throws Exception {
        kubectl.apply(ENDPOINT);
        kubectl.becomes("inferenceendpoints/gemma-4b", "Degraded", "served by Ollama on CPUs");
        assertEquals(
                "Ollama",
                kubectl.get("inferenceendpoints/gemma-4b").at("/status/server").asText());
        kubectl.run("delete", "inferenceendpoints/gemma-4b").ok();
    }

    private static void onGpusItAnswersAsSoonAsACopyDoes(Aiplat aiplat, NodeKubectl kubectl) throws Exception {
        kubectl.apply(ENDPOINT);
        kubectl.becomesReady("inferenceendpoints/gemma-4b");
        JsonNode status = kubectl.get("inferenceendpoints/gemma-4b").path("status");
        assertEquals("vLLM", status.path("server").asText(), status::toString);
        assertEquals(1, status.path("availableReplicas").asInt(), status::toString);
        assertEquals(
                "http://gemma-4b.inference.svc.cluster.local:8000",
                status.path("endpoint").asText());
        // 24 GiB and four cores for each copy are more than the machine has.
        kubectl.becomes("inferenceendpoints/gemma-4b", "Ready", "which is what is requested");
        kubectl.becomes("inferenceendpoints/gemma-4b", "Ready", "The cluster measures no pods");
        assertEquals("pong", aiplat.answer("gemma-4b", "ping"));
        copiesShareTheWork(aiplat, kubectl);

        kubectl.apply(SERVICE);
        kubectl.becomesReady("inferenceservices.serving.kserve.io/mistral");
        // The gateway takes over what is new twice a second.
        Eventually.holds(
                "mistral answers",
                Duration.ofSeconds(5),
                () -> aiplat.ask("mistral", "ping").statusCode() == 200);
        assertEquals("pong", aiplat.answer("mistral", "ping"));
    }

    private static void copiesShareTheWork(Aiplat aiplat, NodeKubectl kubectl) throws Exception {
        kubectl.apply(ENDPOINT.replace("minReplicas: 1", "minReplicas: 2"));
        Eventually.holds(
                "two copies answer",
                Duration.ofSeconds(90),
                () -> kubectl.get("inferenceendpoints/gemma-4b")
                                .at("/status/availableReplicas")
                                .asInt()
                        == 2);
        for (int i = 0; i < 16; i++) {
            assertEquals(200, aiplat.ask("gemma-4b", "question " + i).statusCode());
        }
        for (JsonNode pod : kubectl.get("pods").path("items")) {
            kubectl.run("logs", pod.at("/metadata/name").asText()).ok().tells("stop processing");
        }
        kubectl.apply(ENDPOINT);
    }

    private static void mistakesAreTold(NodeKubectl kubectl) throws Exception {
        kubectl.refuses(ENDPOINT.replace("google/gemma-3-4b-it", "gemma"), "spec.model is a name at Hugging Face");
        kubectl.refuses(ENDPOINT.replace("minReplicas: 1", "minReplicas: 3"), "minReplicas is at most");
        kubectl.refuses(ENDPOINT.replace("gpuCount: 1", "gpuCount: 0"), "greater than or equal to 1");
        // More GPUs than there are: no copy comes, and it is said why.
        kubectl.apply(ENDPOINT.replace("gemma-4b", "greedy").replace("gpuCount: 1", "gpuCount: 8"));
        kubectl.becomes("inferenceendpoints/greedy", "Progressing", "Insufficient nvidia.com/gpu");
        kubectl.apply(SERVICE.replace("mistral", "iris").replace("name: vLLM", "name: sklearn"));
        kubectl.becomes("inferenceservices.serving.kserve.io/iris", "Degraded", "has the format sklearn");
        kubectl.run("events", "--for", "inferenceservices.serving.kserve.io/iris")
                .ok()
                .tells("Warning")
                .tells("has the format sklearn");
    }

    private static void nothingIsLeft(Aiplat aiplat, NodeKubectl kubectl) throws Exception {
        kubectl.run("delete", "inferenceendpoints,inferenceservices.serving.kserve.io", "--all")
                .ok();
        Eventually.holds(
                "gemma-4b answers with 404",
                Duration.ofSeconds(10),
                () -> aiplat.ask("gemma-4b", "ping").statusCode() == 404);
        Eventually.holds(
                "nothing is left",
                Duration.ofSeconds(60),
                () -> kubectl.get(ALL).path("items").isEmpty());
        assertFalse(aiplat.run("models", "list").ok().out().contains("gemma"), "nor a model");
    }
}
