package io.aiplat.operator.aiteam;

import io.aiplat.operator.status.ConditionedStatus;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Status of an [AITeam].
///
/// @param observedGeneration generation of the resource that this was found for
/// @param conditions         `Ready`, `Progressing`, `Degraded`
/// @param namespace          namespace of the team
/// @param apiKeySecret       secret in that namespace with the team's key as `OPENAI_API_KEY`, and `OPENAI_BASE_URL`
///     where pods reach the gateway
public record AITeamStatus(
        @Nullable Long observedGeneration,
        List<Condition> conditions,
        @Nullable String namespace,
        @Nullable String apiKeySecret)
        implements ConditionedStatus {
    public AITeamStatus {
        // Kubernetes leaves out what is empty.
        conditions = conditions == null ? List.of() : List.copyOf(conditions);
    }
}
