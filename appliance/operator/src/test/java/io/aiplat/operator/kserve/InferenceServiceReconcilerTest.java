package io.aiplat.operator.kserve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.aiplat.operator.desired.ContainerWorkload;
import io.aiplat.operator.desired.InferenceServer;
import io.aiplat.operator.desired.ServedModel;
import io.aiplat.operator.realization.MadeUpRealizers;
import io.aiplat.operator.reconciler.MadeUpCluster;
import io.aiplat.operator.reconciler.ResourceProblems;
import io.aiplat.operator.reconciler.Translation;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Models as KServe's users write them, and what they become.
class InferenceServiceReconcilerTest {
    private static final String ON_GPUS = """
            apiVersion: serving.kserve.io/v1beta1
            kind: InferenceService
            metadata:
              name: mistral
              namespace: private-ai
              uid: 7f1c0f6e-0000-4000-8000-000000000000
            spec:
              predictor:
                minReplicas: 1
                maxReplicas: 3
                tolerations: [{key: nvidia.com/gpu, operator: Exists}]
                model:
                  modelFormat: {name: vLLM}
                  runtime: vllm-cuda
                  storageUri: hf://mistralai/Mistral-7B-Instruct-v0.3
                  args: [--dtype=half, --max-model-len=20000]
                  resources:
                    requests: {cpu: "2", memory: 8Gi}
                    limits: {nvidia.com/gpu: "1"}
            """;

    private final InferenceServiceReconciler reconciler =
            new InferenceServiceReconciler(MadeUpRealizers.noCluster(), InstantSource.system());

    private Translation translated(String yaml, long gpus) {
        return reconciler.translate(
                Serialization.unmarshal(yaml, InferenceService.class), new MadeUpCluster().gpus(gpus));
    }

    private Object first(Translation translation) {
        return assertInstanceOf(Translation.Wanted.class, translation).states().getFirst();
    }

    @Test
    void aModelOfVllmRunsOnGpusAsItSays() {
        InferenceServer server = assertInstanceOf(InferenceServer.class, first(translated(ON_GPUS, 1)));

        ContainerWorkload workload = server.workload();
        assertEquals(3, workload.scaling().max());
        List<String> args = workload.container().startup().args();
        assertEquals(List.of("--model", "mistralai/Mistral-7B-Instruct-v0.3"), args.subList(0, 2));
        // What the resource says comes last, where vLLM takes it from.
        assertEquals(List.of("--dtype=half", "--max-model-len=20000"), args.subList(args.size() - 2, args.size()));
        assertEquals(
                "1",
                workload.container()
                        .resources()
                        .getLimits()
                        .get("nvidia.com/gpu")
                        .getAmount());
        assertEquals(
                "nvidia.com/gpu", workload.container().tolerations().getFirst().getKey());
    }

    @Test
    void aModelOfOllamasFormatIsServedByOllama() {
        assertEquals(
                new ServedModel("mistral", "hf.co/mistralai/Mistral-7B-Instruct-v0.3"),
                first(translated(ON_GPUS.replace("name: vLLM", "name: gguf"), 1)));
    }

    @Test
    void whatCannotBeHadIsRefusedByName() {
        assertEquals(
                new Translation.Refused(KserveProblems.noSuchFormat("mistral", "sklearn")),
                translated(ON_GPUS.replace("name: vLLM", "name: sklearn"), 1));
        assertEquals(
                new Translation.Refused(ResourceProblems.sourceOutOfReach("mistral", "s3://bucket/x")),
                translated(ON_GPUS.replace("hf://mistralai/Mistral-7B-Instruct-v0.3", "s3://bucket/x"), 1));
        assertEquals(
                new Translation.Refused(KserveProblems.noSuchPart("mistral", "spec.transformer")),
                translated(ON_GPUS.replace("spec:\n", "spec:\n  transformer: {containers: []}\n"), 1));
    }
}
