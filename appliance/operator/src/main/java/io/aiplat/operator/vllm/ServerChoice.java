package io.aiplat.operator.vllm;

import io.aiplat.operator.desired.ServedModel;
import io.aiplat.operator.reconciler.ClusterReader;
import io.aiplat.operator.reconciler.Translation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.node.v1.RuntimeClass;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Choice of what serves an endpoint: vLLM where nodes offer GPUs, else Ollama on CPUs. Made once for each resource: a
/// node that comes back has no GPUs for some seconds, and no model is fetched anew for that.
final class ServerChoice {
    private static final String NVIDIA = "nvidia";
    /// Annotation by which requests are not made smaller: `false`.
    private static final String FITS = "aiplat.io/scale-to-node";

    private ServerChoice() {}

    /// What serves it.
    ///
    /// @param before null for what was not decided yet
    static String of(@Nullable EndpointStatus before, ClusterReader cluster) {
        return before != null && before.server() != null
                ? before.server()
                : cluster.gpus() > 0 ? EndpointStatus.VLLM : EndpointStatus.OLLAMA;
    }

    /// @param copies of vLLM, with the name of the pods' runtime class in `apply`
    static Translation translation(
            HasMetadata resource,
            String model,
            @Nullable EndpointStatus before,
            ClusterReader cluster,
            Function<Pods, io.aiplat.operator.desired.ModelServer> copies) {
        if (of(before, cluster).equals(EndpointStatus.OLLAMA)) {
            return Translation.of(
                    new ServedModel(resource.getMetadata().getName(), "hf.co/" + model),
                    "No node offered GPUs when it was applied, so it is served by Ollama on CPUs; delete it and apply it"
                            + " again where there are some.");
        }
        boolean nvidia = cluster.resource(RuntimeClass.class, "", NVIDIA).isPresent();
        Map<String, String> annotations = resource.getMetadata().getAnnotations();
        return Translation.of(copies.apply(
                new Pods(nvidia ? NVIDIA : null, annotations == null || !"false".equals(annotations.get(FITS)))));
    }

    /// What the cluster and the resource say of its pods.
    ///
    /// @param runtimeClass null for the usual
    /// @param fits         whether requests that are too large are made smaller
    record Pods(@Nullable String runtimeClass, boolean fits) {}
}
