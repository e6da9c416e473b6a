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
import io.fabric8.kubernetes.api.model.EnvVar;
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
        int gpus = Objects.requireNonNull(spec.gpuCount());
        int pipeline = Objects.requireNonNull(spec.pipelineParallelSize());
        List<String> args = new ArrayList<>(
                VllmServer.shape(gpus / pipeline, pipeline, Objects.requireNonNull(spec.maxModelLen())));
        if (spec.toolCallParser() != null && !spec.toolCallParser().isEmpty()) {
            args.addAll(List.of("--enable-auto-tool-choice", "--tool-call-parser", spec.toolCallParser()));
        }
        args.addAll(Objects.requireNonNullElse(spec.extraArgs(), List.of()));
        List<EnvVar> environment =
                Objects.requireNonNullElse(spec.extraEnv(), Map.<String, String>of()).entrySet().stream()
                        .map(each -> new EnvVar(each.getKey(), each.getValue(), null))
                        .toList();
        VllmServer server = new VllmServer(
                spec.model(),
                Objects.requireNonNull(spec.vllmImage()),
                List.of(),
                VllmServer.resources(
                        Objects.requireNonNull(spec.workerCpu()), Objects.requireNonNull(spec.workerMemory()), gpus),
                Objects.requireNonNull(spec.hfCacheSize()),
                Objects.requireNonNull(spec.shmSize()),
                args,
                environment,
                Map.of(),
                List.of());
        return ServerChoice.translation(
                resource,
                server,
                EndpointStatus.servedBy(resource.getStatus()),
                cluster,
                Objects.requireNonNull(spec.replicas()),
                null);
    }

    @Override
    protected EndpointStatus status(VLLMEndpoint resource, Realization realization, List<Condition> conditions) {
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
    protected VLLMEndpoint blank() {
        return new VLLMEndpoint();
    }
}
