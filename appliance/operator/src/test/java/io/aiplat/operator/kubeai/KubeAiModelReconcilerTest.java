package io.aiplat.operator.kubeai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.aiplat.operator.desired.ContainerWorkload;
import io.aiplat.operator.desired.DesiredState;
import io.aiplat.operator.desired.InferenceServer;
import io.aiplat.operator.desired.ServedModel;
import io.aiplat.operator.realization.MadeUpRealizers;
import io.aiplat.operator.reconciler.MadeUpCluster;
import io.aiplat.operator.reconciler.Translation;
import io.aiplat.routing.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Models of KubeAI, and what serves each.
class KubeAiModelReconcilerTest {
    /// From KubeAI's catalogue.
    private static final String VLLM = """
            apiVersion: kubeai.org/v1
            kind: Model
            metadata:
              name: llama-3.1-8b-instruct-fp8-l4
              namespace: default
              uid: 7f1c0f6e-0000-4000-8000-000000000000
            spec:
              features: [TextGeneration]
              url: hf://neuralmagic/Meta-Llama-3.1-8B-Instruct-FP8
              engine: VLLM
              env: {VLLM_ATTENTION_BACKEND: FLASHINFER}
              args: [--max-model-len=16384, --gpu-memory-utilization=0.9]
              minReplicas: 0
              maxReplicas: 3
              resourceProfile: nvidia-gpu-l4:2
            """;

    private final KubeAiModelReconciler reconciler =
            new KubeAiModelReconciler(MadeUpRealizers.noCluster(), InstantSource.system());

    private DesiredState wanted(String yaml, long gpus) {
        return assertInstanceOf(
                        Translation.Wanted.class,
                        reconciler.translate(
                                Serialization.unmarshal(yaml, KubeAiModel.class), new MadeUpCluster().gpus(gpus)))
                .states()
                .getFirst();
    }

    @Test
    void aModelOfVllmRunsOnTheGpusOfItsProfile() {
        InferenceServer server = assertInstanceOf(InferenceServer.class, wanted(VLLM, 2));
        ContainerWorkload workload = server.workload();

        assertEquals("llama-3.1-8b-instruct-fp8-l4", server.name());
        assertEquals("llama-3-1-8b-instruct-fp8-l4", workload.name());
        assertEquals(
                "2",
                workload.container()
                        .resources()
                        .getLimits()
                        .get("nvidia.com/gpu")
                        .getAmount());
        assertEquals(0, workload.scaling().min());
        assertEquals(3, workload.scaling().max());
        assertEquals(0, workload.initial());
        assertEquals(100, workload.scaling().requests().target());
        assertEquals(Duration.ofSeconds(30), workload.scaling().requests().idle());
        assertEquals(
                "--gpu-memory-utilization=0.9",
                workload.container().startup().args().getLast());
        assertEquals(
                "VLLM_ATTENTION_BACKEND",
                workload.container().environment().getLast().getName());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            nvidia-gpu-l4:2 | nvidia-gpu-l4:2 | 0
            nvidia-gpu-l4:2 | cpu:4           | 2
            engine: VLLM    | engine: OLlama  | 2
            """)
    void withoutGpusOrVllmItIsOllamas(String written, String instead, long gpus) {
        ServedModel model =
                new ServedModel("llama-3.1-8b-instruct-fp8-l4", "hf.co/neuralmagic/Meta-Llama-3.1-8B-Instruct-FP8");
        String yaml = VLLM.replace(written, instead);
        assertEquals(model.staying(Duration.ofSeconds(30)), wanted(yaml, gpus));
        assertEquals(model.staying(Deployment.FOREVER), wanted(yaml.replace("minReplicas: 0", "minReplicas: 1"), gpus));
    }

    @Test
    void whatIsNotToBeScaledStaysAsManyAsItIs() {
        InferenceServer server = assertInstanceOf(
                InferenceServer.class,
                wanted(VLLM.replace("minReplicas: 0", "autoscalingDisabled: true\n  replicas: 2"), 2));
        assertNull(server.workload().scaling());
        assertEquals(2, server.workload().initial());
    }
}
