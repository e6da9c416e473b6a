package io.aiplat.operator.vllm;

import io.aiplat.operator.desired.InferenceServer;
import io.aiplat.operator.desired.ServedModel;
import io.aiplat.operator.realization.Realization;
import io.aiplat.operator.reconciler.ClusterReader;
import io.aiplat.operator.reconciler.Translation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.node.v1.RuntimeClass;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Choice of what serves a model of Hugging Face: vLLM where nodes offer GPUs, else Ollama on CPUs. Made once for each
/// resource: a node that comes back has no GPUs for some seconds, and no model is fetched anew for that.
public final class ServerChoice {
    /// Served by vLLM.
    public static final String VLLM = "vLLM";

    /// Served by Ollama.
    public static final String OLLAMA = "Ollama";

    private static final String NVIDIA = "nvidia";
    /// Annotation by which requests are not made smaller: `false`.
    private static final String FITS = "aiplat.io/scale-to-node";

    private ServerChoice() {}

    /// What the cluster and the resource say of its pods.
    ///
    /// @param runtimeClass null for the usual
    /// @param fits         whether requests that are too large are made smaller
    public record Pods(@Nullable String runtimeClass, boolean fits) {}

    /// What a resource wants.
    ///
    /// @param model  name at Hugging Face
    /// @param before what served it; null for what was not decided yet
    /// @param copies of vLLM for it
    public static Translation translation(
            HasMetadata resource,
            String model,
            @Nullable String before,
            ClusterReader cluster,
            Function<Pods, InferenceServer> copies) {
        if (before == null ? cluster.gpus() == 0 : before.equals(OLLAMA)) {
            return Translation.of(
                    new ServedModel(resource.getMetadata().getName(), "hf.co/" + model),
                    "No node offered GPUs when it was applied, so it is served by Ollama on CPUs; delete it and apply it"
                            + " again where there are some.");
        }
        boolean nvidia = cluster.resource(RuntimeClass.class, "", NVIDIA).isPresent();
        Map<String, String> annotations = resource.getMetadata().getAnnotations();
        boolean fits = annotations == null || !"false".equals(annotations.get(FITS));
        return Translation.of(copies.apply(new Pods(nvidia ? NVIDIA : null, fits)));
    }

    /// What serves a resource that has become so; null where that is not decided.
    ///
    /// @param before what its status said
    public static @Nullable String of(Realization realization, @Nullable String before) {
        return realization.model() != null ? OLLAMA : realization.workload() != null ? VLLM : before;
    }
}
