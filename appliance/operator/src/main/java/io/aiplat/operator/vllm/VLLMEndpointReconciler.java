package io.aiplat.operator.vllm;

import io.aiplat.operator.realization.ModelReport;
import io.aiplat.operator.realization.Realization;
import io.aiplat.operator.realization.Realizers;
import io.aiplat.operator.reconciler.ClusterReader;
import io.aiplat.operator.reconciler.KindReconciler;
import io.aiplat.operator.reconciler.Translation;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Reconciler of [VLLMEndpoint].
public final class VLLMEndpointReconciler extends KindReconciler<VLLMEndpoint, EndpointStatus> {
    /// @param clock of the times in conditions
    public VLLMEndpointReconciler(Realizers realizers, InstantSource clock) {
        super(VLLMEndpoint.class, realizers, clock);
    }

    @Override
    protected Translation translate(VLLMEndpoint resource, ClusterReader cluster) {
        VLLMEndpointSpec spec = resource.getSpec();
        List<String> args = new ArrayList<>();
        if (spec.toolCallParser() != null && !spec.toolCallParser().isEmpty()) {
            args.addAll(List.of("--enable-auto-tool-choice", "--tool-call-parser", spec.toolCallParser()));
        }
        args.addAll(Objects.requireNonNullElse(spec.extraArgs(), List.of()));
        VllmServer server = new VllmServer(
                spec.model(),
                Objects.requireNonNull(spec.vllmImage()),
                List.of(),
                Objects.requireNonNull(spec.gpuCount()),
                Objects.requireNonNull(spec.pipelineParallelSize()),
                Objects.requireNonNull(spec.maxModelLen()),
                Objects.requireNonNull(spec.workerCpu()),
                Objects.requireNonNull(spec.workerMemory()),
                Objects.requireNonNull(spec.hfCacheSize()),
                Objects.requireNonNull(spec.shmSize()),
                args,
                Objects.requireNonNullElse(spec.extraEnv(), Map.of()));
        return ServerChoice.translation(
                resource,
                spec.model(),
                resource.getStatus(),
                cluster,
                pods -> server.copies(
                        resource.getMetadata().getNamespace(),
                        resource.getMetadata().getName(),
                        Objects.requireNonNull(spec.replicas()),
                        null,
                        pods.runtimeClass(),
                        pods.fits(),
                        owner(resource)));
    }

    @Override
    protected EndpointStatus status(VLLMEndpoint resource, Realization realization, List<Condition> conditions) {
        return EndpointStatus.of(
                realization,
                conditions,
                realization.model() == null ? EndpointStatus.VLLM : EndpointStatus.OLLAMA,
                VllmServer.endpoint(
                        resource.getMetadata().getNamespace(),
                        resource.getMetadata().getName()));
    }

    @Override
    protected @Nullable ModelReport report(EndpointStatus status) {
        return status.model();
    }

    @Override
    protected VLLMEndpoint blank() {
        return new VLLMEndpoint();
    }
}
