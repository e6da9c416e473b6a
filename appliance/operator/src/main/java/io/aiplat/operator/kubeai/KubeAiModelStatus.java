package io.aiplat.operator.kubeai;

import io.aiplat.operator.realization.ModelReport;
import io.aiplat.operator.status.ConditionedStatus;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Status of a [KubeAiModel].
///
/// @param observedGeneration generation of the resource that this was found for
/// @param conditions         `Ready`, `Progressing`, `Degraded`
/// @param replicas           servers of it, as KubeAI counts
/// @param cache              whether its files are here, as KubeAI says it
/// @param server             what serves it: `vLLM` on GPUs or `Ollama`; decided once
/// @param model              what is known of a model that Ollama serves
public record KubeAiModelStatus(
        @Nullable Long observedGeneration,
        List<Condition> conditions,
        @Nullable Replicas replicas,
        @Nullable Cache cache,
        @Nullable String server,
        @Nullable ModelReport model)
        implements ConditionedStatus {
    public KubeAiModelStatus {
        // Kubernetes leaves out what is empty.
        conditions = conditions == null ? List.of() : List.copyOf(conditions);
    }

    /// Servers of a model.
    ///
    /// @param all   1 where it is here, else 0
    /// @param ready 1 where it is served, else 0
    public record Replicas(int all, int ready) {}

    /// Files of a model.
    ///
    /// @param loaded whether all of them are here
    public record Cache(boolean loaded) {}
}
