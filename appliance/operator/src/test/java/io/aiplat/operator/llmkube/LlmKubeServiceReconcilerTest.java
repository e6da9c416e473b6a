package io.aiplat.operator.llmkube;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.operator.desired.ContainerWorkload;
import io.aiplat.operator.desired.GatewayRoutes;
import io.aiplat.operator.desired.InferenceServer;
import io.aiplat.operator.desired.ServedModel;
import io.aiplat.operator.realization.MadeUpRealizers;
import io.aiplat.operator.reconciler.MadeUpCluster;
import io.aiplat.operator.reconciler.ResourceProblems;
import io.aiplat.operator.reconciler.Translation;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Services and models as LLMKube's users write them, and what they become.
class LlmKubeServiceReconcilerTest {
    private static final String SOURCE =
            "https://huggingface.co/microsoft/Phi-3-mini-4k-instruct-gguf/resolve/main/Phi-3-mini-4k-instruct-q4.gguf";

    private static final String MODEL = """
            apiVersion: inference.llmkube.dev/v1alpha1
            kind: Model
            metadata: {name: phi-3-mini, namespace: default}
            spec:
              source: SOURCE
              format: gguf
              quantization: Q4_K_M
              hardware:
                accelerator: cuda
                gpu: {enabled: true, count: 1}
              resources: {cpu: "2", memory: "4Gi"}
            """.replace("SOURCE", SOURCE);

    private static final String SERVICE = """
            apiVersion: inference.llmkube.dev/v1alpha1
            kind: InferenceService
            metadata: {name: phi-3-inference, namespace: default, uid: 7f1c0f6e-0000-4000-8000-000000000000}
            spec:
              modelRef: phi-3-mini
              replicas: 1
              image: ghcr.io/ggml-org/llama.cpp:server
              endpoint: {port: 8080, path: /v1/chat/completions, type: ClusterIP}
              contextSize: 8192
              flashAttention: true
              jinja: true
              resources: {gpu: 1, cpu: "2", memory: "4Gi"}
            """;

    private final LlmKubeServiceReconciler reconciler =
            new LlmKubeServiceReconciler(MadeUpRealizers.noCluster(), InstantSource.system());

    private Translation translated(String model, String service, long gpus) {
        return reconciler.translate(
                Serialization.unmarshal(service, LlmKubeService.class),
                new MadeUpCluster().gpus(gpus).with(Serialization.unmarshal(model, LlmKubeModel.class)));
    }

    private static Object first(Translation translation) {
        return assertInstanceOf(Translation.Wanted.class, translation).states().getFirst();
    }

    private static String note(Translation translation) {
        return assertInstanceOf(Translation.Wanted.class, translation).note();
    }

    private List<String> arguments(String fields) {
        InferenceServer server = assertInstanceOf(
                InferenceServer.class, first(translated(MODEL, SERVICE + fields.indent(2), 1)), fields);
        return server.workload().container().startup().args();
    }

    @Test
    void withoutGpusTheEngineOfAiplatServesItAndSaysWhatChangesNothing() {
        Translation translation = translated(MODEL, SERVICE, 0);

        assertEquals(new ServedModel("phi-3-inference", SOURCE, 8192, null), first(translation));
        assertEquals(
                "It is served by the model engine of aiplat, for which these change nothing: spec.endpoint,"
                        + " spec.flashAttention, spec.image, spec.jinja, spec.resources.",
                note(translation));
    }

    @Test
    void onGpusCopiesOfItsOwnServerDo() {
        Translation translation = translated(MODEL, SERVICE, 1);

        InferenceServer server = assertInstanceOf(InferenceServer.class, first(translation));
        assertEquals("", note(translation));
        ContainerWorkload.Container container = server.workload().container();
        assertEquals("ghcr.io/ggml-org/llama.cpp:server", container.image());
        assertEquals(
                "http://phi-3-inference.default.svc.cluster.local:8080/v1",
                server.endpoint().toString());
        assertEquals(
                Map.of("nvidia.com/gpu", new Quantity("1")),
                container.resources().getLimits());
        assertEquals(
                Map.of("cpu", new Quantity("2"), "memory", new Quantity("4Gi")),
                container.resources().getRequests());
        assertEquals(
                List.of("nvidia.com/gpu"),
                container.tolerations().stream().map(Toleration::getKey).toList());
        assertEquals(
                List.of(
                        "--host",
                        "0.0.0.0",
                        "--port",
                        "8080",
                        "--alias",
                        "phi-3-inference",
                        "--model-url",
                        SOURCE,
                        "--ctx-size",
                        "8192",
                        "--flash-attn",
                        "on",
                        "--jinja"),
                container.startup().args());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            parallelSlots: 4                          | --parallel 4
            cacheTypeK: q8_0                          | --cache-type-k q8_0
            {cacheTypeV: q8_0, cacheTypeCustomV: tq3} | --cache-type-v tq3
            batchSize: 512                            | --batch-size 512
            uBatchSize: 128                           | --ubatch-size 128
            moeCPUOffload: true                       | --cpu-moe
            {moeCPUOffload: true, moeCPULayers: 3}    | --n-cpu-moe 3
            noKvOffload: true                         | --no-kv-offload
            noWarmup: true                            | --no-warmup
            tensorOverrides: [exps=CPU]               | --override-tensor exps=CPU
            metadataOverrides: ["a.b=int:1"]          | --override-kv a.b=int:1
            reasoningBudget: 0                        | --reasoning-budget 0
            ropeScaling: {type: yarn, factor: "2.0"}  | --rope-scaling yarn --rope-scale 2.0
            mode: embedding                           | --embedding --pooling last
            mode: rerank                              | --reranking --pooling rank
            speculativeDecoding: {type: ngram-mod}    | --spec-type ngram-mod
            extraArgs: [--seed, "1"]                  | --seed 1
            autoscaling: {maxReplicas: 2}             | --metrics
            """)
    void aFieldIsAnArgumentOfCopies(String field, String arguments) {
        String fields =
                field.startsWith("{") ? field.substring(1, field.length() - 1).replace(", ", "\n") : field;
        assertTrue(
                String.join(" ", arguments(fields)).contains(arguments),
                () -> arguments(fields).toString());
    }

    /// Without them its answers would be others, or there would be none.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "cacheTypeK: q8_0",
                "metadataOverrides: [\"a.b=int:1\"]",
                "ropeScaling: {type: yarn}",
                "reasoningBudget: 0",
                "extraArgs: [--seed, \"1\"]",
                "mode: rerank",
                "autoscaling: {maxReplicas: 2}"
            })
    void whatOnlyItsOwnServerKnowsMeansCopiesWithoutGpusToo(String field) {
        assertInstanceOf(InferenceServer.class, first(translated(MODEL, SERVICE + field.indent(2), 0)));
    }

    @Test
    void severalCopiesAndAnotherBuildMeanCopiesToo() {
        assertInstanceOf(
                InferenceServer.class, first(translated(MODEL, SERVICE.replace("replicas: 1", "replicas: 2"), 0)));
        assertInstanceOf(
                InferenceServer.class,
                first(translated(MODEL, SERVICE.replace("ghcr.io/ggml-org/llama.cpp:server", "turbo/llama:1"), 0)));
    }

    @Test
    void itsCopiesFollowRequestsAsItSays() {
        String scaled = SERVICE + """
                autoscaling:
                  minReplicas: 2
                  maxReplicas: 5
                  metrics: [{type: Pods, name: "llamacpp:requests_processing", targetAverageValue: "7"}]
                """.indent(2);
        ContainerWorkload.Scaling scaling = assertInstanceOf(InferenceServer.class, first(translated(MODEL, scaled, 0)))
                .workload()
                .scaling();
        assertEquals(
                List.of(2, 5, 7),
                List.of(scaling.min(), scaling.max(), scaling.requests().target()));
        assertEquals(
                "llamacpp:requests_processing",
                scaling.metrics().getFirst().getPods().getMetric().getName());
    }

    @Test
    void severalGpusShareAModelAsItSays() {
        String model = MODEL.replace(
                "gpu: {enabled: true, count: 1}",
                "gpu: {count: 2, layers: 33, sharding: {strategy: tensor, layerSplit: [0-15, 16-47]}}");
        InferenceServer server =
                assertInstanceOf(InferenceServer.class, first(translated(model, SERVICE.replace("gpu: 1, ", ""), 2)));

        assertTrue(String.join(" ", server.workload().container().startup().args())
                .endsWith("--n-gpu-layers 33 --split-mode row --tensor-split 16,32"));
        assertEquals(
                new Quantity("2"),
                server.workload().container().resources().getLimits().get("nvidia.com/gpu"));
    }

    @Test
    void aFileOfAVolumeIsReadByCopies() {
        InferenceServer server = assertInstanceOf(
                InferenceServer.class,
                first(translated(MODEL.replace(SOURCE, "pvc://weights/phi/q4.gguf"), SERVICE, 0)));

        ContainerWorkload.Startup startup = server.workload().container().startup();
        assertEquals(Map.of("/models", "weights"), startup.claims());
        assertTrue(String.join(" ", startup.args()).contains("--model /models/phi/q4.gguf"));
    }

    /// The engine of aiplat compares digests, and copies do not.
    @Test
    void aDigestIsComparedOrItIsRefused() {
        String digest = "ab".repeat(32);
        String model = MODEL.replace("  format: gguf\n", "  format: gguf\n  sha256: " + digest + "\n");

        assertEquals(new ServedModel("phi-3-inference", SOURCE, 8192, digest), first(translated(model, SERVICE, 1)));
        assertEquals(
                new Translation.Refused(LlmKubeProblems.noWeightsForCopies(
                        "phi-3-inference",
                        SOURCE,
                        "llama.cpp's server does not compare digests, and the model has a sha256")),
                translated(model, SERVICE + "  mode: rerank\n", 1));
    }

    @Test
    void nothingIsServedWithoutCopies() {
        Translation none = translated(MODEL, SERVICE.replace("replicas: 1", "replicas: 0"), 0);
        assertInstanceOf(GatewayRoutes.class, first(none));
        assertEquals(none, translated(MODEL, SERVICE + "  suspend: true\n", 0));
        InferenceServer server =
                assertInstanceOf(InferenceServer.class, first(translated(MODEL, SERVICE + "  suspend: true\n", 1)));
        assertEquals(0, server.workload().replicas());
    }

    @Test
    void whatServesItIsDecidedOnce() {
        LlmKubeService service = Serialization.unmarshal(SERVICE, LlmKubeService.class);
        service.setStatus(
                new LlmKubeServiceStatus(1L, List.of(), "Ready", LlamaServerCopies.NAME, null, 1, 1, 1, null, null));
        MadeUpCluster cluster = new MadeUpCluster().with(Serialization.unmarshal(MODEL, LlmKubeModel.class));

        assertInstanceOf(InferenceServer.class, first(reconciler.translate(service, cluster)));
    }

    @Test
    void aRepositoryIsServedByVllm() {
        String model = MODEL.replace(SOURCE, "TinyLlama/TinyLlama-1.1B-Chat-v1.0")
                .replace("format: gguf", "format: safetensors");
        String service =
                SERVICE.replace("ghcr.io/ggml-org/llama.cpp:server", "vllm/vllm-openai:v0.20.0") + """
                runtime: vllm
                vllmConfig:
                  maxModelLen: 2048
                  dtype: float16
                  hfTokenSecretRef: {name: my-token, key: HF_TOKEN}
                """.indent(2);
        Translation translation = translated(model, service, 1);

        InferenceServer server = assertInstanceOf(InferenceServer.class, first(translation));
        ContainerWorkload.Container container = server.workload().container();
        assertEquals("vllm/vllm-openai:v0.20.0", container.image());
        String args = String.join(" ", container.startup().args());
        assertTrue(args.startsWith("--model TinyLlama/TinyLlama-1.1B-Chat-v1.0"), args);
        assertTrue(args.endsWith("--tensor-parallel-size 1 --max-model-len 2048 --dtype float16"), args);
        assertEquals(
                List.of("my-token"),
                container.environment().stream()
                        .filter(each -> each.getName().equals("HF_TOKEN"))
                        .map(each -> each.getValueFrom().getSecretKeyRef().getName())
                        .toList());
        assertEquals("These change nothing here: spec.flashAttention, spec.jinja.", note(translation));
    }

    @Test
    void whatChangesNothingIsNamed() {
        String note = note(translated(
                MODEL,
                SERVICE + "  priority: high\n  affinity: {}\n  speculativeDecoding: {type: draft, draftModelRef: x}\n",
                1));

        assertEquals("These change nothing here: spec.affinity, spec.priority, spec.speculativeDecoding.", note);
    }

    @Test
    void whatCannotBeHadIsRefusedByName() {
        assertEquals(
                new Translation.Refused(ResourceProblems.nothingReferredTo(
                        "The InferenceService phi-3-inference", "Model default/other")),
                translated(MODEL, SERVICE.replace("modelRef: phi-3-mini", "modelRef: other"), 1));
        assertEquals(
                new Translation.Refused(LlmKubeProblems.noSuchRuntime("phi-3-inference", "tgi")),
                translated(MODEL, SERVICE + "  runtime: tgi\n", 1));
        assertEquals(
                new Translation.Refused(
                        LlmKubeProblems.formatNotServed("Model phi-3-mini", "mlx", "gguf by the runtime llamacpp")),
                translated(MODEL.replace("format: gguf", "format: mlx"), SERVICE, 1));
        assertEquals(
                new Translation.Refused(ResourceProblems.sourceOutOfReach("phi-3-mini", "s3://bucket/x.gguf")),
                translated(MODEL.replace(SOURCE, "s3://bucket/x.gguf"), SERVICE, 1));
    }

    /// Each field is true, or named; none is left out in silence.
    @Test
    void everyFieldOfAServiceIsAccountedFor() {
        List<String> elsewhere =
                List.of("modelRef", "runtime", "suspend", "contextSize", "vllmConfig", "skipModelInit");
        for (var field : LlmKubeServiceSpec.class.getRecordComponents()) {
            assertFalse(
                    !elsewhere.contains(field.getName()) && !ServiceFields.knows(field.getName()),
                    Objects.requireNonNull(field.getName()));
        }
    }
}
