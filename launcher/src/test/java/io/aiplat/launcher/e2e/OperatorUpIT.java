package io.aiplat.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.supply.BundledModel;
import io.aiplat.testkit.Eventually;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Custom resources of other projects are applied as they are, answer through the gateway, and leave nothing behind.
class OperatorUpIT {
    /// As a workshop about the Ollama operator and an AI gateway has it.
    private static final String OF_A_WORKSHOP = """
            apiVersion: ollama.io/v1alpha1
            kind: Model
            metadata:
              name: llama2
            spec:
              model: llama2:7b
            ---
            apiVersion: gateway.ai/v1alpha1
            kind: ModelRouter
            metadata:
              name: default-router
            spec:
              routes:
                - name: ollama-llama2
                  provider: ollama
                  model: llama2:7b
                  endpoint: http://ollama.parent-cluster:11434
            """;

    /// As the Ollama operator has it, with all that it says of pods.
    private static final String OF_THE_OLLAMA_OPERATOR = """
            apiVersion: ollama.ayaka.io/v1
            kind: Model
            metadata:
              name: phi
            spec:
              image: %s
              replicas: 1
              storageClassName: local-path
              persistentVolume: {accessMode: ReadWriteOnce}
              runtimeClassName: nvidia
              resources: {limits: {nvidia.com/gpu: "1"}}
            """;

    /// A service of that name in a namespace of its own: the Ollama of somebody else, and here the one there is.
    private static final String PARENT_CLUSTER = """
            apiVersion: v1
            kind: Namespace
            metadata: {name: parent-cluster}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: ollama, namespace: parent-cluster}
            spec:
              selector: {app: ollama}
              ports: [{port: 11434}]
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: ollama, namespace: parent-cluster, labels: {app: ollama}}
            spec:
              containers:
                - name: ollama
                  image: aiplat-testbed/ollama:0.11.4
                  imagePullPolicy: Never
                  readinessProbe: {httpGet: {path: /, port: 11434}}
            """;

    @TempDir
    Path folder;

    @Test
    void resourcesOfOtherProjectsBecomeModelsAndRoutes() throws Exception {
        try (TestEngine engine = TestEngine.open("operator");
                ThrottledFiles files = new ThrottledFiles();
                Aiplat aiplat = Aiplat.withEngine(engine)) {
            aiplat.run("up").ok();
            NodeKubectl kubectl = new NodeKubectl(engine);
            aiplat.run("models", "pull", smoke().toString(), "--name", "llama2:7b")
                    .ok();
            kubectl.apply(PARENT_CLUSTER);
            kubectl.makeModel("parent-cluster", "ollama", "llama2:7b", folder.resolve("smoke"));

            kubectl.apply(OF_A_WORKSHOP);
            kubectl.becomesReady("models.ollama.io/llama2");
            kubectl.becomesReady("modelrouters.gateway.ai/default-router");
            assertEquals("pong", aiplat.answer("llama2", "ping"));
            assertEquals("pong", aiplat.answer("ollama-llama2", "ping"));

            aModelComesAndGoesWithItsResource(aiplat, kubectl, files);
            mistakesAreToldWhereTheyCanBeSeen(kubectl);
            whatServedStillServesAfterARestart(aiplat, kubectl);
            nothingIsLeft(aiplat, kubectl);
            aiplat.run("down", "--purge", "--yes").ok();
        }
    }

    private static void aModelComesAndGoesWithItsResource(Aiplat aiplat, NodeKubectl kubectl, ThrottledFiles files)
            throws Exception {
        byte[] weights;
        try (InputStream in = BundledModel.ALL.getFirst().open()) {
            weights = in.readAllBytes();
        }
        String address = files.put("carried.gguf", weights);
        kubectl.apply(OF_THE_OLLAMA_OPERATOR.formatted(address));
        kubectl.becomesReady("models.ollama.ayaka.io/phi");
        JsonNode status = kubectl.get("models.ollama.ayaka.io/phi").path("status");
        assertTrue(status.path("brought").asBoolean(), status::toString);
        assertTrue(status.path("digest").asText().startsWith("sha256:"), status::toString);
        String name = status.path("name").asText();
        assertTrue(aiplat.models().contains(name), name);
        kubectl.run("delete", "models.ollama.ayaka.io/phi").ok();
        assertTrue(!aiplat.run("models", "list").ok().out().contains(name), name + " went with its resource");
    }

    private static void mistakesAreToldWhereTheyCanBeSeen(NodeKubectl kubectl) throws Exception {
        String router = """
                apiVersion: gateway.ai/v1alpha1
                kind: ModelRouter
                metadata: {name: %s}
                spec: {routes: [%s]}
                """;
        kubectl.refuses(
                router.formatted("r1", "{name: a, provider: ollama, model: m, endpoint: \"ftp://x\"}"),
                "endpoint is an address that begins with http:// or https://");
        kubectl.refuses(
                router.formatted(
                        "r1", "{name: a, provider: ollama, model: one}, {name: a, provider: ollama, model: two}"),
                "spec.routes has a name twice");
        kubectl.apply(router.formatted("r1", "{name: a, provider: bedrock, model: m}"));
        kubectl.becomes("modelrouters.gateway.ai/r1", "Degraded", "names the provider bedrock");
        // The older resource keeps the name.
        kubectl.apply(router.formatted("r2", "{name: llama2, provider: ollama, model: \"llama2:7b\"}"));
        kubectl.becomes("modelrouters.gateway.ai/r2", "Degraded", "resource models.ollama.io/default/llama2");
    }

    private static void whatServedStillServesAfterARestart(Aiplat aiplat, NodeKubectl kubectl) throws Exception {
        aiplat.run("restart").ok();
        Eventually.holds(
                "llama2 answers with 200",
                Duration.ofSeconds(60),
                () -> aiplat.ask("llama2", "ping").statusCode() == 200);
        Eventually.holds(
                "ollama-llama2 answers with 200",
                Duration.ofSeconds(30),
                () -> aiplat.ask("ollama-llama2", "ping").statusCode() == 200);
        kubectl.becomesReady("models.ollama.io/llama2");
    }

    private static void nothingIsLeft(Aiplat aiplat, NodeKubectl kubectl) throws Exception {
        kubectl.run("delete", "models.ollama.io,models.ollama.ayaka.io,modelrouters.gateway.ai", "--all")
                .ok();
        Eventually.holds(
                "llama2 answers with 404",
                Duration.ofSeconds(10),
                () -> aiplat.ask("llama2", "ping").statusCode() == 404);
        Eventually.holds(
                "ollama-llama2 answers with 404",
                Duration.ofSeconds(10),
                () -> aiplat.ask("ollama-llama2", "ping").statusCode() == 404);
        assertEquals("pong", aiplat.answer("llama2:7b", "ping"), "what a person brought stays");
    }

    /// The model in the JAR as a folder that both Ollama and aiplat take.
    private Path smoke() throws IOException {
        Path model = Files.createDirectories(folder.resolve("smoke"));
        Path weights = model.resolve("model.gguf");
        if (!Files.exists(weights)) {
            try (InputStream in = BundledModel.ALL.getFirst().open()) {
                Files.copy(in, weights);
            }
            // By the name that Ollama's own command looks for, and by the one that goes with the weights.
            for (String name : List.of("Modelfile", "model.Modelfile")) {
                Files.writeString(
                        model.resolve(name), BundledModel.ALL.getFirst().modelfile());
            }
        }
        return weights;
    }
}
