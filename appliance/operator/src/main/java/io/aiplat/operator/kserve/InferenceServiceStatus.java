package io.aiplat.operator.kserve;

import io.aiplat.operator.realization.ModelReport;
import io.aiplat.operator.status.ConditionedStatus;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Status of an [InferenceService].
///
/// @param observedGeneration generation of the resource that this was found for
/// @param conditions         `Ready`, `Progressing`, `Degraded`
/// @param server             what serves it: `vLLM` on GPUs or `Ollama` on CPUs; decided once
/// @param url                where copies of vLLM answer inside the cluster
/// @param model              what is known of a model that Ollama serves
public record InferenceServiceStatus(
        @Nullable Long observedGeneration,
        List<Condition> conditions,
        @Nullable String server,
        @Nullable String url,
        @Nullable ModelReport model)
        implements ConditionedStatus {
    public InferenceServiceStatus {
        // Kubernetes leaves out what is empty.
        conditions = conditions == null ? List.of() : List.copyOf(conditions);
    }
}
