package io.aiplat.operator.llmkube;

import io.aiplat.operator.realization.ModelReport;
import io.aiplat.operator.status.ConditionedStatus;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.model.annotation.StatusReplicas;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Status of an [LlmKubeService].
///
/// @param observedGeneration generation of the resource that this was found for
/// @param conditions         `Ready`, `Progressing`, `Degraded`
/// @param phase              `Pending`, `Creating`, `Ready`, `Stopped`, `Suspended` or `Failed`
/// @param server             what serves it: `Ollama`, `llama-server` or `vLLM`; decided once
/// @param endpoint           where copies answer inside the cluster; none where Ollama serves it
/// @param replicas           copies that there are to be
/// @param readyReplicas      copies that answer
/// @param desiredReplicas    copies that there are to be
/// @param modelReady         whether the file is here, where Ollama serves it
/// @param model              what is known of a model that Ollama serves
public record LlmKubeServiceStatus(
        @Nullable Long observedGeneration,
        List<Condition> conditions,
        @Nullable String phase,
        @Nullable String server,
        @Nullable String endpoint,
        @StatusReplicas @Nullable Integer replicas,
        @Nullable Integer readyReplicas,
        @Nullable Integer desiredReplicas,
        @Nullable Boolean modelReady,
        @Nullable ModelReport model)
        implements ConditionedStatus {
    public LlmKubeServiceStatus {
        // Kubernetes leaves out what is empty.
        conditions = conditions == null ? List.of() : List.copyOf(conditions);
    }
}
