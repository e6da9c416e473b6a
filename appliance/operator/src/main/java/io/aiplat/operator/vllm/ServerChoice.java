package io.aiplat.operator.vllm;

import io.aiplat.operator.desired.ContainerWorkload;
import io.aiplat.operator.desired.ServedModel;
import io.aiplat.operator.realization.Realization;
import io.aiplat.operator.reconciler.ClusterReader;
import io.aiplat.operator.reconciler.Translation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.node.v1.RuntimeClass;
import org.jspecify.annotations.Nullable;

/// Choice of what serves a model of Hugging Face: vLLM where nodes offer GPUs, else Ollama on CPUs. Made once for each
/// resource: a node that comes back has no GPUs for some seconds, and no model is fetched anew for that.
public final class ServerChoice {
    /// Served by vLLM.
    public static final String VLLM = "vLLM";

    /// Served by Ollama.
    public static final String OLLAMA = "Ollama";

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
        boolean nvidia = cluster.resource(RuntimeClass.class, "", NVIDIA).isPresent();
        return Translation.of(server.copies(resource, replicas, scaling, nvidia ? NVIDIA : null));
    }

    /// What serves a resource that has become so; null where that is not decided.
    ///
    /// @param before what its status said
    public static @Nullable String of(Realization realization, @Nullable String before) {
        return realization.model() != null ? OLLAMA : realization.workload() != null ? VLLM : before;
    }
}
