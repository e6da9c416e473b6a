package io.aiplat.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.aiplat.supply.BundledModel;
import io.aiplat.testkit.Eventually;
import io.aiplat.testkit.Need;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
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

    private static final String ROUTER = """
            ---
            apiVersion: v1
            kind: Secret
            metadata:
              name: anthropic-key
            type: Opaque
            stringData:
              ANTHROPIC_API_KEY: "REPLACE_WITH_YOUR_ANTHROPIC_API_KEY"
            ---
            apiVersion: inference.llmkube.dev/v1alpha1
            kind: ModelRouter
            metadata:
              name: coding-router
            spec:
              backends:
                - name: local-qwen
                  tier: local
                  inferenceServiceRef:
                    name: qwen3-coder
                  capabilities:
                    - code
                    - tools
                - name: cloud-opus
                  tier: cloud
                  external:
                    provider: anthropic
                    model: claude-opus-4-7
                    url: https://api.anthropic.com
                    credentialsSecretRef:
                      name: anthropic-key
                  capabilities:
                    - code
                    - vision
                    - long-context
              rules:
                - name: pii-stays-local
                  match:
                    dataClassification: ["pii", "phi"]
                  route:
                    backends: ["local-qwen"]
                  failClosed: true
                - name: complex-to-cloud
                  match:
                    taskComplexity: complex
                  route:
                    backends: ["cloud-opus", "local-qwen"]
                    strategy: primary-fallback
              defaultRoute: local-qwen
              policy:
                classification:
                  mode: header-only
                  headerKey: x-llmkube-classification
                  sensitiveClassifications: ["pii", "phi"]
                auditLog:
                  sink: stdout
              proxy:
                replicas: 1
            """;

    private static final String FROM_AFAR = """
            {"id": "m", "type": "message", "role": "assistant", "model": "claude", "stop_reason": "end_turn",
             "content": [{"type": "text", "text": "from afar"}], "usage": {"input_tokens": 1, "output_tokens": 2}}
            """;

    private static final String ROUTERS = "modelrouters.inference.llmkube.dev";
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
        try (TestEngine engine = TestEngine.open("llmkube");
                SmokeHub hub = new SmokeHub(
                        Map.of("microsoft/Phi-3-mini-4k-instruct-gguf", "Phi-3-mini-4k-instruct-q4.gguf"));
                Aiplat aiplat = Aiplat.withEngine(engine).with("HF_ENDPOINT", hub.address())) {
            aiplat.run("up").ok();
            NodeKubectl kubectl = new NodeKubectl(engine);
            kubectl.knows(SERVICES);

            withoutGpusTheEngineOfAiplatServesIt(aiplat, kubectl);
            severalCopiesAreServersOfTheirOwn(aiplat, kubectl);
            aRouterKeepsInTheHouseWhatIsNotToLeave(aiplat, kubectl);
            mistakesAreTold(aiplat, kubectl);
            nothingIsLeft(aiplat, kubectl);
            aiplat.run("down", "--purge", "--yes").ok();
        }
    }

    private static void withoutGpusTheEngineOfAiplatServesIt(Aiplat aiplat, NodeKubectl kubectl) throws Exception {
        kubectl.apply(SERVICE);
        kubectl.becomes(SERVICES + "/phi-3-inference", "Degraded", "refers to Model default/phi-3-mini");
        kubectl.apply(MODEL);
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

    private void severalCopiesAreServersOfTheirOwn(Aiplat aiplat, NodeKubectl kubectl) throws Exception {
        image(kubectl);
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

    private void image(NodeKubectl kubectl) throws IOException {
        Path program = Files.writeString(folder.resolve("stand-in"), STAND_IN);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (InputStream in = BundledModel.ALL.getFirst().open()) {
            Files.copy(in, folder.resolve("smoke.gguf"));
        }
        kubectl.makeImage(IMAGE, DOCKERFILE, folder);
    }

    private static void aRouterKeepsInTheHouseWhatIsNotToLeave(Aiplat aiplat, NodeKubectl kubectl) throws Exception {
        String service = SERVICE.replace("phi-3-inference", "qwen3-coder");
        kubectl.apply(ROUTER);
        kubectl.becomes(ROUTERS + "/coding-router", "Degraded", "refers to InferenceService default/qwen3-coder");
        kubectl.apply(service);
        kubectl.becomesReady(SERVICES + "/qwen3-coder");
        kubectl.becomesReady(ROUTERS + "/coding-router");
        answers(aiplat, "coding-router");
        under(aiplat, "pii-stays-local", 200, "x-llmkube-classification", "pii");
        // The provider cannot be reached, and the next of the rule answers.
        under(aiplat, "complex-to-cloud", 200, "x-llmkube-task-complexity", "complex");

        List<String> keys = new CopyOnWriteArrayList<>();
        HttpServer cloud = cloud(keys);
        try {
            String near = ROUTER.replace(
                    "https://api.anthropic.com",
                    "http://127.0.0.1:" + cloud.getAddress().getPort());
            kubectl.apply(near);
            String[] complex = {"x-llmkube-task-complexity", "complex"};
            Eventually.holds(
                    "the cloud answers",
                    Duration.ofSeconds(30),
                    () -> aiplat.ask("coding-router", "hard?", complex).body().contains("from afar"));
            assertEquals("REPLACE_WITH_YOUR_ANTHROPIC_API_KEY", keys.getFirst());
            int asked = keys.size();
            under(
                    aiplat,
                    "pii-stays-local",
                    200,
                    "x-llmkube-classification",
                    "pii",
                    "x-llmkube-task-complexity",
                    "complex");
            // With nobody in the house, it is refused; nothing of it leaves.
            kubectl.apply(service + "  suspend: true\n");
            Eventually.holds(
                    "it is refused",
                    Duration.ofSeconds(90),
                    () -> aiplat.ask("coding-router", "mine", "x-llmkube-classification", "pii")
                                    .statusCode()
                            == 503);
            assertEquals(asked, keys.size(), "nothing has left");
            under(aiplat, "complex-to-cloud", 200, complex);
        } finally {
            cloud.stop(0);
        }
        routersMistakesAreTold(kubectl);
        kubectl.run("delete", ROUTERS + "/coding-router", SERVICES + "/qwen3-coder", "secret/anthropic-key")
                .ok();
        gone(aiplat, "coding-router");
    }

    private static HttpServer cloud(List<String> keys) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/v1/messages", exchange -> {
            try (exchange) {
                exchange.getRequestBody().readAllBytes();
                keys.add(String.valueOf(exchange.getRequestHeaders().getFirst("x-api-key")));
                byte[] answer = FROM_AFAR.getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, answer.length);
                exchange.getResponseBody().write(answer);
            }
        });
        server.start();
        return server;
    }

    private static void under(Aiplat aiplat, String rule, int status, String... headers) throws Exception {
        HttpResponse<String> response = aiplat.ask("coding-router", "ping", headers);
        assertEquals(status, response.statusCode(), response.body());
        assertEquals(rule, response.headers().firstValue("x-aiplat-rule").orElse(""));
    }

    private static void routersMistakesAreTold(NodeKubectl kubectl) throws Exception {
        String other = ROUTER.replace("coding-router", "other");
        kubectl.refuses(
                other.replace("[\"local-qwen\"]", "[\"local-qwen\", \"cloud-opus\"]"),
                "a rule with failClosed leads to backends of the tier local only");
        kubectl.refuses(other.replace("[\"local-qwen\"]", "[\"nobody\"]"), "spec.rules name backends that there are");
        kubectl.refuses(
                other.replace("defaultRoute: local-qwen", "defaultRoute: nobody"),
                "spec.defaultRoute is the name of a backend");
        kubectl.refuses(other.replace("name: cloud-opus", "name: local-qwen"), "spec.backends has a name twice");
        kubectl.refuses(other.replace("tier: local", "tier: cloud"), "local for an inferenceServiceRef");
        kubectl.apply(other.replace("failClosed: true", "failClosed: false"));
        kubectl.becomes(ROUTERS + "/other", "Degraded", "is for sensitive data, and does not fail closed");
        kubectl.apply(other.replace("provider: anthropic", "provider: bedrock"));
        kubectl.becomes(ROUTERS + "/other", "Degraded", "names the provider bedrock");
        kubectl.apply(other.replace("ANTHROPIC_API_KEY:", "OPENAI_API_KEY:").replace("anthropic-key", "wrong-key"));
        kubectl.becomes(ROUTERS + "/other", "Degraded", "has no ANTHROPIC_API_KEY");
        kubectl.run("delete", ROUTERS + "/other", "secret/wrong-key").ok();
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

    /// The gateway takes over what is new twice a second.
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
