package io.aiplat.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.supply.BundledModel;
import io.aiplat.testkit.Eventually;
import io.aiplat.testkit.Need;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Resources of LLMKube are applied as its samples have them, answer through the gateway, and leave nothing behind.
/// What
/// cannot be fetched here is played: Hugging Face by the test, and llama.cpp's image by one that has the file already.
class LlmKubeUpIT {
    private static final String MODEL = """
            apiVersion: inference.llmkube.dev/v1alpha1
            kind: Model
            metadata:
              labels:
                app.kubernetes.io/name: llmkube
                app.kubernetes.io/managed-by: kustomize
              name: phi-3-mini
              namespace: default
            spec:
              source: https://huggingface.co/microsoft/Phi-3-mini-4k-instruct-gguf/resolve/main/%s
              format: gguf
              quantization: Q4_K_M
              hardware:
                accelerator: cuda
                gpu:
                  enabled: true
                  count: 1
              resources:
                cpu: "2"
                memory: "4Gi"
            """.formatted("Phi-3-mini-4k-instruct-q4.gguf");

    private static final String SERVICE = """
            apiVersion: inference.llmkube.dev/v1alpha1
            kind: InferenceService
            metadata:
              labels:
                app.kubernetes.io/name: llmkube
                app.kubernetes.io/managed-by: kustomize
              name: phi-3-inference
            spec:
              modelRef: phi-3-mini
              replicas: 1
              image: ghcr.io/ggml-org/llama.cpp:server
              endpoint:
                port: 8080
                path: /v1/chat/completions
                type: ClusterIP
              contextSize: 8192
              flashAttention: true
              jinja: true
              resources:
                gpu: 1
                cpu: "2"
                memory: "4Gi"
            """;

    private static final String MODELS = "models.inference.llmkube.dev";
    private static final String SERVICES = "inferenceservices.inference.llmkube.dev";
    private static final String IMAGE = "ghcr.io/ggml-org/llama.cpp:server";

    private static final String DOCKERFILE = """
            FROM aiplat-testbed/llama.cpp:server
            COPY stand-in /usr/local/bin/stand-in
            COPY smoke.gguf /smoke.gguf
            ENTRYPOINT ["/usr/local/bin/stand-in"]
            """;

    /// Has the file whose address it is told.
    private static final String STAND_IN = """
            #!/bin/sh
            for word; do
              shift
              case $word in
                --model-url) next=/smoke.gguf; set -- "$@" --model ;;
                *) set -- "$@" "${next:-$word}"; next= ;;
              esac
            done
            exec /app/llama-server "$@"
            """;

    @TempDir
    Path folder;

    @Test
    void itsModelsAndServicesAnswerThroughTheGateway() throws Exception {
        Need.that(
                Program.succeeds("docker", "image", "inspect", "aiplat-testbed/llama.cpp:server"),
                "the testbed's image of llama-server: testbed/build, testbed/llama-server");
        byte[] smoke;
        try (InputStream in = BundledModel.ALL.getFirst().open()) {
            smoke = in.readAllBytes();
        }
        try (TestEngine engine = TestEngine.open("llmkube");
                SmokeHub hub = new SmokeHub(
                        Map.of("microsoft/Phi-3-mini-4k-instruct-gguf", "Phi-3-mini-4k-instruct-q4.gguf"), smoke);
                Aiplat aiplat = Aiplat.withEngine(engine).with("HF_ENDPOINT", hub.address())) {
            aiplat.run("up").ok();
            NodeKubectl kubectl = new NodeKubectl(engine);
            kubectl.knows(SERVICES);

            withoutGpusTheEngineOfAiplatServesIt(aiplat, kubectl);
            severalCopiesAreServersOfTheirOwn(aiplat, kubectl, smoke);
            mistakesAreTold(aiplat, kubectl);
            nothingIsLeft(aiplat, kubectl);
            aiplat.run("down", "--purge", "--yes").ok();
        }
    }

    private static void withoutGpusTheEngineOfAiplatServesIt(Aiplat aiplat, NodeKubectl kubectl) throws Exception {
        kubectl.apply(MODEL);
        kubectl.apply(SERVICE);
        kubectl.becomesReady(MODELS + "/phi-3-mini");
        kubectl.becomesReady(SERVICES + "/phi-3-inference");
        kubectl.becomes(
                SERVICES + "/phi-3-inference",
                "Ready",
                "these change nothing: spec.endpoint, spec.flashAttention, spec.image, spec.jinja, spec.resources");
        JsonNode status = kubectl.get(SERVICES + "/phi-3-inference").path("status");
        assertEquals("Ollama", status.path("server").asText(), status::toString);
        assertEquals("Ready", status.path("phase").asText(), status::toString);
        answers(aiplat, "phi-3-inference");
        answers(aiplat, "phi-3-mini-4k-instruct:q4");
    }

    private void severalCopiesAreServersOfTheirOwn(Aiplat aiplat, NodeKubectl kubectl, byte[] smoke) throws Exception {
        image(kubectl, smoke);
        String two = SERVICE.replace("phi-3-inference", "phi-3-copies")
                .replace("replicas: 1", "replicas: 2")
                .replace("gpu: 1", "gpu: 0");
        kubectl.apply(two);
        kubectl.becomesReady(SERVICES + "/phi-3-copies");
        JsonNode status = kubectl.get(SERVICES + "/phi-3-copies").path("status");
        assertEquals("llama-server", status.path("server").asText(), status::toString);
        assertEquals(2, status.path("readyReplicas").asInt(), status::toString);
        answers(aiplat, "phi-3-copies");
        // As LLMKube's samples of the subresource do.
        kubectl.run("scale", SERVICES + "/phi-3-copies", "--replicas=0").ok();
        Eventually.holds(
                "no copy is left",
                Duration.ofSeconds(60),
                () -> kubectl.get(SERVICES + "/phi-3-copies")
                        .at("/status/phase")
                        .asText()
                        .equals("Stopped"));
        kubectl.run("delete", SERVICES + "/phi-3-copies").ok();
    }

    private void image(NodeKubectl kubectl, byte[] smoke) throws IOException {
        Path program = Files.writeString(folder.resolve("stand-in"), STAND_IN);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.write(folder.resolve("smoke.gguf"), smoke);
        kubectl.makeImage(IMAGE, DOCKERFILE, folder);
    }

    private static void mistakesAreTold(Aiplat aiplat, NodeKubectl kubectl) throws Exception {
        String other = SERVICE.replace("phi-3-inference", "other");
        kubectl.refuses(other.replace("replicas: 1", "replicas: 11"), "less than or equal to 10");
        kubectl.refuses(other + "  mode: speech\n", "spec.mode is chat, embedding or rerank");
        kubectl.refuses(MODEL + "  sha256: abc\n", "spec.sha256 has 64 hexadecimal digits");
        kubectl.refuses(MODEL.replace("https://huggingface", "ftp://huggingface"), "spec.source is an address");
        kubectl.apply(other.replace("modelRef: phi-3-mini", "modelRef: nobody"));
        kubectl.becomes(SERVICES + "/other", "Degraded", "refers to Model default/nobody, and there is none");
        kubectl.apply(other + "  runtime: tgi\n");
        kubectl.becomes(SERVICES + "/other", "Degraded", "has the runtime tgi");
        kubectl.run("delete", SERVICES + "/other").ok();

        // Other bytes than the resource names are not served by its service.
        kubectl.apply(MODEL + "  sha256: " + "ab".repeat(32) + "\n");
        kubectl.becomes(MODELS + "/phi-3-mini", "Degraded", "are not those with the digest");
        kubectl.becomes(SERVICES + "/phi-3-inference", "Degraded", "are not those with the digest");
        gone(aiplat, "phi-3-inference");
        kubectl.apply(MODEL.replace("format: gguf", "format: mlx"));
        kubectl.becomes(MODELS + "/phi-3-mini", "Degraded", "has the format mlx");
        kubectl.apply(MODEL);
        kubectl.becomesReady(SERVICES + "/phi-3-inference");
        answers(aiplat, "phi-3-inference");
    }

    private static void nothingIsLeft(Aiplat aiplat, NodeKubectl kubectl) throws Exception {
        kubectl.run("delete", SERVICES + "," + MODELS, "--all").ok();
        gone(aiplat, "phi-3-inference");
        Eventually.holds(
                "nothing is left",
                Duration.ofSeconds(60),
                () -> kubectl.get("deployments,networkpolicies").path("items").isEmpty());
        assertFalse(aiplat.run("models", "list").ok().out().contains("phi-3"), "nor a model");
    }

    /// The gateway takes over what is new twice a second; and without the file of parameters that it comes with, the
    /// model
    /// does not always say the same.
    private static void answers(Aiplat aiplat, String model) throws Exception {
        Eventually.holds(
                model + " answers",
                Duration.ofSeconds(30),
                () -> aiplat.ask(model, "ping").body().contains("pong"));
    }

    private static void gone(Aiplat aiplat, String model) throws Exception {
        Eventually.holds(
                model + " answers with 404",
                Duration.ofSeconds(20),
                () -> aiplat.ask(model, "ping").statusCode() == 404);
    }
}
