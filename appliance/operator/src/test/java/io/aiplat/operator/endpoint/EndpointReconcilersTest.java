package io.aiplat.operator.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.operator.desired.ContainerWorkload;
import io.aiplat.operator.desired.InferenceServer;
import io.aiplat.operator.desired.RayServer;
import io.aiplat.operator.desired.ServedModel;
import io.aiplat.operator.realization.MadeUpRealizers;
import io.aiplat.operator.reconciler.MadeUpCluster;
import io.aiplat.operator.reconciler.Translation;
import io.aiplat.operator.vllm.ServerChoice;
import io.aiplat.operator.workload.PodSurroundings;
import io.aiplat.operator.workload.RayObjects;
import io.aiplat.operator.workload.Replacement;
import io.aiplat.operator.workload.ReplicaOwnership;
import io.aiplat.operator.workload.WorkloadObjects;
import io.aiplat.testkit.Golden;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionBuilder;
import io.fabric8.kubernetes.api.model.node.v1.RuntimeClassBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Endpoints as documents write them, and what they become.
class EndpointReconcilersTest {
    /// As the document has it, with the values that the definition adds.
    private static final String SEED = """
            apiVersion: kro.run/v1alpha1
            kind: InferenceEndpoint
            metadata:
              name: gemma-4b
              namespace: inference
              uid: 7f1c0f6e-0000-4000-8000-000000000000
            spec:
              model: "google/gemma-3-4b-it"
              gpuCount: 1
              minReplicas: 1
              maxReplicas: 2
              workerMemory: "24Gi"
              workerCpu: "4"
              maxModelLen: 8192
              rayImage: "anyscale/ray-llm:2.53.0-py311-cu128"
            """;

    private static final String SUCCESSOR = """
            apiVersion: kro.run/v1alpha1
            kind: VLLMEndpoint
            metadata:
              name: qwen
              namespace: inference
              uid: 7f1c0f6e-0000-4000-8000-000000000001
              annotations: {aiplat.io/scale-to-node: "false"}
            spec:
              model: Qwen/Qwen3-32B
              gpuCount: 4
              pipelineParallelSize: 2
              tensorParallelSize: 0
              replicas: 1
              workerMemory: 12Gi
              workerCpu: "4"
              maxModelLen: 16384
              vllmImage: vllm/vllm-openai:v0.24.0
              toolCallParser: hermes
              extraArgs: [--enable-prefix-caching]
              extraEnv: {VLLM_LOGGING_LEVEL: DEBUG, USER: me}
              hfCacheSize: 50Gi
              shmSize: 16Gi
            """;

    private final InferenceEndpointReconciler endpoints =
            new InferenceEndpointReconciler(MadeUpRealizers.noCluster(), InstantSource.system());
    private final VLLMEndpointReconciler successors =
            new VLLMEndpointReconciler(MadeUpRealizers.noCluster(), InstantSource.system());

    private static Translation.Wanted wanted(Translation translation) {
        return assertInstanceOf(Translation.Wanted.class, translation);
    }

    private static InferenceServer server(Translation translation) {
        return assertInstanceOf(
                InferenceServer.class, wanted(translation).states().getFirst());
    }

    private static String objects(InferenceServer server) {
        return objects(server, new ReplicaOwnership(server.workload().initial(), true, true));
    }

    private static String objects(InferenceServer server, ReplicaOwnership replicas) {
        ContainerWorkload workload = server.workload();
        return WorkloadObjects.of(
                        workload,
                        "inference",
                        workload.container().resources(),
                        Replacement.SURGE,
                        replicas,
                        new PodSurroundings(null, false, false))
                .stream()
                .map(Serialization::asYaml)
                .collect(Collectors.joining());
    }

    private static InferenceEndpoint seed() {
        return Serialization.unmarshal(SEED, InferenceEndpoint.class);
    }

    @Test
    void bothBecomeServersOnGpus() {
        InferenceServer seed = server(endpoints.translate(seed(), new MadeUpCluster().gpus(1)));
        assertEquals("gemma-4b", seed.name());
        assertEquals(
                "http://gemma-4b.inference.svc.cluster.local:8000/v1",
                seed.endpoint().toString());
        Golden.matches("endpoint/inference-endpoint-objects.yaml", objects(seed));

        MadeUpCluster nvidia = new MadeUpCluster()
                .gpus(4)
                .with(new RuntimeClassBuilder()
                        .withNewMetadata()
                        .withName("nvidia")
                        .endMetadata()
                        .withHandler("nvidia")
                        .build());
        Golden.matches(
                "endpoint/vllm-endpoint-objects.yaml",
                objects(server(successors.translate(Serialization.unmarshal(SUCCESSOR, VLLMEndpoint.class), nvidia))));
        Golden.folderHoldsOnly(
                "endpoint",
                List.of("inference-endpoint-objects.yaml", "ray-service-objects.yaml", "vllm-endpoint-objects.yaml"));
    }

    /// With an autoscaler the number is that one's; from none to one and back it is ours, and there is no autoscaler.
    @Test
    void onlyOneSaysHowManyCopiesThereAre() {
        InferenceEndpoint asleep =
                Serialization.unmarshal(SEED.replaceAll("minReplicas: \\d", "minReplicas: 0"), InferenceEndpoint.class);
        InferenceServer server = server(endpoints.translate(asleep, new MadeUpCluster().gpus(1)));
        assertEquals(0, server.workload().initial());

        String measured = objects(server, new ReplicaOwnership(2, false, true));
        assertFalse(measured.contains("\n  replicas:"), measured);
        assertTrue(measured.contains("minReplicas: 1"), measured);

        String none = objects(server, new ReplicaOwnership(0, true, false));
        assertTrue(none.contains("\n  replicas: 0"), none);
        assertFalse(none.contains("HorizontalPodAutoscaler"), none);
    }

    @Test
    void withoutGpusOllamaServesItAndThatIsSaid() {
        Translation.Wanted wanted = wanted(endpoints.translate(seed(), new MadeUpCluster()));

        assertEquals(List.of(new ServedModel("gemma-4b", "hf.co/google/gemma-3-4b-it")), wanted.states());
        assertTrue(wanted.note().startsWith("No node offered GPUs"), wanted.note());
    }

    @Test
    void whatWasChosenStaysWhenTheGpusAreAwayForAMoment() {
        InferenceEndpoint chosen = seed();
        chosen.setStatus(new EndpointStatus(1L, List.of(), ServerChoice.VLLM, true, 1, null, null));
        server(endpoints.translate(chosen, new MadeUpCluster()));

        chosen.setStatus(new EndpointStatus(1L, List.of(), ServerChoice.OLLAMA, true, null, null, null));
        assertInstanceOf(
                ServedModel.class,
                wanted(endpoints.translate(chosen, new MadeUpCluster().gpus(1)))
                        .states()
                        .getFirst());
    }

    private static MadeUpCluster withKubeRay(long gpus) {
        return new MadeUpCluster()
                .gpus(gpus)
                .with(new CustomResourceDefinitionBuilder()
                        .withNewMetadata()
                        .withName("rayservices.ray.io")
                        .endMetadata()
                        .build());
    }

    private RayServer ray(InferenceEndpoint resource, MadeUpCluster cluster) {
        return assertInstanceOf(
                RayServer.class,
                wanted(endpoints.translate(resource, cluster)).states().getFirst());
    }

    @Test
    void whereKubeRayIsItBecomesARayService() {
        RayServer server = ray(seed(), withKubeRay(1));
        assertEquals(
                "http://gemma-4b-serve-svc.inference.svc.cluster.local:8000/v1",
                server.endpoint().toString());
        Golden.matches(
                "endpoint/ray-service-objects.yaml",
                RayObjects.of(server, "inference").stream()
                        .map(Serialization::asYaml)
                        .collect(Collectors.joining()));
    }

    @Test
    void whatWasChosenBeforeKubeRayCameStays() {
        InferenceEndpoint chosen = seed();
        chosen.setStatus(new EndpointStatus(1L, List.of(), ServerChoice.VLLM, true, 1, null, null));
        server(endpoints.translate(chosen, withKubeRay(1)));

        chosen.setStatus(new EndpointStatus(1L, List.of(), ServerChoice.RAY, true, 1, null, null));
        ray(chosen, new MadeUpCluster());
    }

    @Test
    void rayIsLeftOutWhereItIsNotWanted() {
        InferenceEndpoint without = seed();
        without.getMetadata().setAnnotations(Map.of("aiplat.io/ray", "false"));
        server(endpoints.translate(without, withKubeRay(1)));

        InferenceEndpoint longName = seed();
        longName.getMetadata().setName("a".repeat(48));
        server(endpoints.translate(longName, withKubeRay(1)));

        assertInstanceOf(
                ServedModel.class,
                wanted(endpoints.translate(seed(), withKubeRay(0))).states().getFirst());
        // Its successor is vLLM by its name.
        server(successors.translate(Serialization.unmarshal(SUCCESSOR, VLLMEndpoint.class), withKubeRay(4)));
    }

    @Test
    void aModelThatNoNodeHasGpusForIsDealtOutToSeveral() {
        InferenceEndpoint large =
                Serialization.unmarshal(SEED.replace("gpuCount: 1", "gpuCount: 16"), InferenceEndpoint.class);
        RayServer server = ray(large, withKubeRay(8).nodes(4));
        assertEquals(new RayServer.Split(8, 2), server.split());
        String objects = Serialization.asYaml(RayObjects.of(server, "inference").getLast());
        assertTrue(objects.contains("minReplicas: 2\n"), objects);
        assertTrue(objects.contains("maxReplicas: 4\n"), objects);
        assertTrue(objects.contains("nvidia.com/gpu: \"8\""), objects);
        assertEquals(new RayServer.Split(4, 3), RayServer.Split.of(12, 5));
        assertEquals(new RayServer.Split(4, 1), RayServer.Split.of(4, 0));
    }
}
