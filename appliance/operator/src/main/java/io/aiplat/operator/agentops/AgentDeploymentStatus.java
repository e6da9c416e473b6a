package io.aiplat.operator.agentops;

import io.aiplat.operator.realization.Realization;
import io.aiplat.operator.realization.WorkloadReport;
import io.aiplat.operator.status.ConditionedStatus;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Status of an [AgentDeployment].
///
/// @param observedGeneration generation of the resource that this was found for
/// @param conditions         `Ready`, `Progressing`, `Degraded`
/// @param phase              `Pending`, `Running`, `Failed`, or `Degraded` where only some copies answer
/// @param readyReplicas      copies that answer
public record AgentDeploymentStatus(
        @Nullable Long observedGeneration,
        List<Condition> conditions,
        @Nullable String phase,
        @Nullable Integer readyReplicas)
        implements ConditionedStatus {
    public AgentDeploymentStatus {
        // Kubernetes leaves out what is empty.
        conditions = conditions == null ? List.of() : List.copyOf(conditions);
    }

    static AgentDeploymentStatus of(Realization realization, List<Condition> conditions) {
        WorkloadReport report = realization.workload();
        int ready = report == null ? 0 : report.ready();
        String phase = switch (realization.stage()) {
            case READY -> "Running";
            case PROGRESSING -> ready > 0 ? "Degraded" : "Pending";
            case DEGRADED -> ready > 0 ? "Degraded" : "Failed";
        };
        return new AgentDeploymentStatus(conditions.getFirst().getObservedGeneration(), conditions, phase, ready);
    }
}
