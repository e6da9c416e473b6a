package io.aiplat.operator.endpoint;

import io.aiplat.operator.realization.ModelReport;
import io.aiplat.operator.realization.Realization;
import io.aiplat.operator.realization.WorkloadReport;
import io.aiplat.operator.status.ConditionedStatus;
import io.aiplat.operator.vllm.ServerChoice;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Status of an [InferenceEndpoint] or a [VLLMEndpoint].
///
/// @param observedGeneration generation of the resource that this was found for
/// @param conditions         `Ready`, `Progressing`, `Degraded`
/// @param server             what serves it: `vLLM` on GPUs, `Ray` with vLLM in it, or `Ollama` on CPUs; decided once
/// @param ready              whether it is served
/// @param availableReplicas  copies that answer
/// @param endpoint           where these answer inside the cluster
/// @param model              what is known of a model that Ollama serves
public record EndpointStatus(
        @Nullable Long observedGeneration,
        List<Condition> conditions,
        @Nullable String server,
        @Nullable Boolean ready,
        @Nullable Integer availableReplicas,
        @Nullable String endpoint,
        @Nullable ModelReport model)
        implements ConditionedStatus {
    public EndpointStatus {
        // Kubernetes leaves out what is empty.
        conditions = conditions == null ? List.of() : List.copyOf(conditions);
    }

    /// What serves it, as a status says; null where that is not decided.
    static @Nullable String servedBy(@Nullable EndpointStatus status) {
        return status == null ? null : status.server();
    }

    /// @param endpoint of the service of vLLM or Ray
    static EndpointStatus of(
            Realization realization, List<Condition> conditions, @Nullable String server, String endpoint) {
        WorkloadReport copies = realization.workload();
        boolean vllm = ServerChoice.VLLM.equals(server) || ServerChoice.RAY.equals(server);
        return new EndpointStatus(
                conditions.getFirst().getObservedGeneration(),
                conditions,
                server,
                realization.stage() == Realization.Stage.READY,
                vllm ? copies == null ? 0 : copies.ready() : null,
                vllm ? endpoint : null,
                vllm ? null : realization.model());
    }
}
