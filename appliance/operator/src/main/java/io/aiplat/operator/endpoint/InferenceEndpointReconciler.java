package io.aiplat.operator.endpoint;

import io.aiplat.operator.desired.RayServer;
import io.aiplat.operator.realization.ModelReport;
import io.aiplat.operator.realization.Realization;
import io.aiplat.operator.realization.Realizers;
import io.aiplat.operator.reconciler.ClusterReader;
import io.aiplat.operator.reconciler.KindReconciler;
import io.aiplat.operator.reconciler.Translation;
import io.aiplat.operator.vllm.ServerChoice;
import io.aiplat.operator.vllm.VllmServer;
import io.aiplat.operator.workload.RayObjects;
import io.fabric8.kubernetes.api.model.Condition;
import java.net.URI;
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
        String before = EndpointStatus.servedBy(resource.getStatus());
        if (ServerChoice.byRay(resource, before, cluster)) {
            return Translation.of(ray(resource, spec, gpus, cluster));
        }
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
        return ServerChoice.translation(resource, server, before, cluster, min, VllmServer.scaling(min, max));
    }

    /// What the document's own engine makes of it.
    private static RayServer ray(
            InferenceEndpoint resource, InferenceEndpointSpec spec, int gpus, ClusterReader cluster) {
        String name = resource.getMetadata().getName();
        String object = VllmServer.label(name);
        RayServer.Split split = RayServer.Split.of(gpus, cluster.gpusOfOneNode());
        RayServer.Worker worker = new RayServer.Worker(
                Objects.requireNonNull(spec.rayImage()),
                VllmServer.resources(
                        Objects.requireNonNull(spec.workerCpu()),
                        Objects.requireNonNull(spec.workerMemory()),
                        split.tensor()),
                VllmServer.CACHE,
                VllmServer.SHARED,
                ServerChoice.runtimeClass(cluster));
        return new RayServer(
                name,
                object,
                spec.model(),
                Objects.requireNonNull(spec.maxModelLen()),
                split,
                Objects.requireNonNull(spec.minReplicas()),
                Objects.requireNonNull(spec.maxReplicas()),
                worker,
                owner(resource),
                URI.create(RayObjects.endpoint(resource.getMetadata().getNamespace(), object) + "/v1"));
    }

    @Override
    protected EndpointStatus status(InferenceEndpoint resource, Realization realization, List<Condition> conditions) {
        String server = ServerChoice.of(realization, EndpointStatus.servedBy(resource.getStatus()));
        String namespace = resource.getMetadata().getNamespace();
        String name = resource.getMetadata().getName();
        return EndpointStatus.of(
                realization,
                conditions,
                server,
                ServerChoice.RAY.equals(server)
                        ? RayObjects.endpoint(namespace, VllmServer.label(name))
                        : VllmServer.endpoint(namespace, name));
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
