package io.aiplat.operator.endpoint;

import io.aiplat.operator.realization.ModelReport;
import io.aiplat.operator.realization.Realization;
import io.aiplat.operator.realization.Realizers;
import io.aiplat.operator.reconciler.ClusterReader;
import io.aiplat.operator.reconciler.KindReconciler;
import io.aiplat.operator.reconciler.Translation;
import io.aiplat.operator.vllm.ServerChoice;
import io.aiplat.operator.vllm.VllmServer;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Reconciler of [InferenceEndpoint].
public final class InferenceEndpointReconciler extends KindReconciler<InferenceEndpoint, EndpointStatus> {
    /// @param clock of the times in conditions
    public InferenceEndpointReconciler(Realizers realizers, InstantSource clock) {
        super(InferenceEndpoint.class, realizers, clock);
    }

    @Override
    protected Translation translate(InferenceEndpoint resource, ClusterReader cluster) {
        InferenceEndpointSpec spec = resource.getSpec();
        int gpus = Objects.requireNonNull(spec.gpuCount());
        VllmServer server = new VllmServer(
                spec.model(),
                Objects.requireNonNull(spec.rayImage()),
                // Its entry point is a shell's.
                List.of("python", "-m", "vllm.entrypoints.openai.api_server"),
                VllmServer.resources(
                        Objects.requireNonNull(spec.workerCpu()), Objects.requireNonNull(spec.workerMemory()), gpus),
                VllmServer.CACHE,
                VllmServer.SHARED,
                VllmServer.shape(gpus, 1, Objects.requireNonNull(spec.maxModelLen())),
                List.of(),
                Map.of(),
                List.of());
        int min = Objects.requireNonNull(spec.minReplicas());
        int max = Objects.requireNonNull(spec.maxReplicas());
        return ServerChoice.translation(
                resource,
                server,
                EndpointStatus.servedBy(resource.getStatus()),
                cluster,
                min,
                VllmServer.scaling(min, max));
    }

    @Override
    protected EndpointStatus status(InferenceEndpoint resource, Realization realization, List<Condition> conditions) {
        return EndpointStatus.of(
                realization,
                conditions,
                ServerChoice.of(realization, EndpointStatus.servedBy(resource.getStatus())),
                VllmServer.endpoint(
                        resource.getMetadata().getNamespace(),
                        resource.getMetadata().getName()));
    }

    @Override
    protected @Nullable ModelReport report(EndpointStatus status) {
        return status.model();
    }

    @Override
    protected InferenceEndpoint blank() {
        return new InferenceEndpoint();
    }
}
