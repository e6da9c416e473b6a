package io.aiplat.operator.llmkube;

import io.aiplat.operator.status.ConditionedStatus;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Status of an [LlmKubeRouter].
///
/// @param observedGeneration generation of the resource that this was found for
/// @param conditions         `Ready`, `Progressing`, `Degraded`
/// @param phase              `Ready`, `Provisioning` or `Failed`
/// @param model              name that clients ask for at the gateway
/// @param activeRules        rules that hold
public record LlmKubeRouterStatus(
        @Nullable Long observedGeneration,
        List<Condition> conditions,
        @Nullable String phase,
        @Nullable String model,
        @Nullable Integer activeRules)
        implements ConditionedStatus {
    public LlmKubeRouterStatus {
        // Kubernetes leaves out what is empty.
        conditions = conditions == null ? List.of() : List.copyOf(conditions);
    }
}
