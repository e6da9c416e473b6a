package io.aiplat.operator.llmkube;

import io.aiplat.operator.realization.ModelReport;
import io.aiplat.operator.status.ConditionedStatus;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Status of an [LlmKubeModel].
///
/// @param observedGeneration generation of the resource that this was found for
/// @param conditions         `Ready`, `Progressing`, `Degraded`
/// @param phase              `Pending`, `Downloading`, `Ready` or `Failed`
/// @param size               of its file, such as `1.2 GiB`
/// @param sha256             of its file
/// @param model              what is known of it
public record LlmKubeModelStatus(
        @Nullable Long observedGeneration,
        List<Condition> conditions,
        @Nullable String phase,
        @Nullable String size,
        @Nullable String sha256,
        @Nullable ModelReport model)
        implements ConditionedStatus {
    public LlmKubeModelStatus {
        // Kubernetes leaves out what is empty.
        conditions = conditions == null ? List.of() : List.copyOf(conditions);
    }
}
