package io.aiplat.operator.vllm;

import io.aiplat.operator.desired.ContainerWorkload;
import io.aiplat.operator.desired.ServedModel;
import io.aiplat.operator.realization.Realization;
import io.aiplat.operator.realization.WorkloadReport;
import io.aiplat.operator.reconciler.ClusterReader;
import io.aiplat.operator.reconciler.Translation;
import io.aiplat.operator.workload.RayObjects;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.node.v1.RuntimeClass;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Choice of what serves a model of Hugging Face: vLLM where nodes offer GPUs, else Ollama on CPUs. Made once for each
/// resource: a node that comes back has no GPUs for some seconds, and no model is fetched anew for that.
public final class ServerChoice {
    /// Served by vLLM.
    public static final String VLLM = "vLLM";

    /// Served by Ollama.
    public static final String OLLAMA = "Ollama";

    /// Served by vLLM in Ray Serve, which KubeRay keeps.
    public static final String RAY = "Ray";

    private static final String BY_RAY = "aiplat.io/ray";
    private static final String KUBERAY = "rayservices.ray.io";
    private static final String NVIDIA = "nvidia";

    private ServerChoice() {}

    /// What a resource wants.
    ///
    /// @param server   vLLM for it
    /// @param before   what served it; null for what was not decided yet
    /// @param replicas of vLLM at the start
    /// @param scaling  of vLLM; null for a fixed number
    public static Translation translation(
            HasMetadata resource,
            VllmServer server,
            @Nullable String before,
            ClusterReader cluster,
            int replicas,
            ContainerWorkload.@Nullable Scaling scaling) {
        if (before == null ? cluster.gpus() == 0 : before.equals(OLLAMA)) {
            return Translation.of(
                    new ServedModel(resource.getMetadata().getName(), "hf.co/" + server.model()),
                    "No node offered GPUs when it was applied, so it is served by Ollama on CPUs; delete it and apply it"
                            + " again where there are some.");
        }
        return Translation.of(server.copies(resource, replicas, scaling, runtimeClass(cluster)));
    }

    /// Whether Ray is to serve a resource that has become a RayService elsewhere: where KubeRay is, unless its
    /// annotation says no.
    ///
    /// @param before what served it; null for what was not decided yet
    public static boolean byRay(HasMetadata resource, @Nullable String before, ClusterReader cluster) {
        if (before != null) {
            return before.equals(RAY);
        }
        Map<String, String> annotations = resource.getMetadata().getAnnotations();
        return (annotations == null || !"false".equals(annotations.get(BY_RAY)))
                && VllmServer.label(resource.getMetadata().getName()).length() <= RayObjects.MOST_NAME
                && cluster.gpus() > 0
                && cluster.resource(CustomResourceDefinition.class, "", KUBERAY).isPresent();
    }

    /// Runtime class of pods with GPUs; null for the usual.
    public static @Nullable String runtimeClass(ClusterReader cluster) {
        return cluster.resource(RuntimeClass.class, "", NVIDIA).isPresent() ? NVIDIA : null;
    }

    /// What serves a resource that has become so; null where that is not decided.
    ///
    /// @param before what its status said
    public static @Nullable String of(Realization realization, @Nullable String before) {
        WorkloadReport copies = realization.workload();
        if (realization.model() != null) {
            return OLLAMA;
        }
        return copies == null ? before : copies.kind().equals("RayService") ? RAY : VLLM;
    }
}
