package io.aiplat.operator.vllm;

import io.aiplat.operator.desired.ContainerWorkload;
import io.aiplat.operator.realization.ModelReport;
import io.aiplat.operator.realization.Realization;
import io.aiplat.operator.realization.Realizers;
import io.aiplat.operator.reconciler.ClusterReader;
import io.aiplat.operator.reconciler.KindReconciler;
import io.aiplat.operator.reconciler.Translation;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpec;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpecBuilder;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Reconciler of [InferenceEndpoint].
public final class InferenceEndpointReconciler extends KindReconciler<InferenceEndpoint, EndpointStatus> {
    /// What the resource does not say, as its successor has it.
    private static final String CACHE = "100Gi";
    private static final String SHARED = "8Gi";

    /// @param clock of the times in conditions
    public InferenceEndpointReconciler(Realizers realizers, InstantSource clock) {
        super(InferenceEndpoint.class, realizers, clock);
    }

    @Override
    protected Translation translate(InferenceEndpoint resource, ClusterReader cluster) {
        InferenceEndpointSpec spec = resource.getSpec();
        VllmServer server = new VllmServer(
                spec.model(),
                Objects.requireNonNull(spec.rayImage()),
                // Its entry point is a shell's.
                List.of("python", "-m", "vllm.entrypoints.openai.api_server"),
                Objects.requireNonNull(spec.gpuCount()),
                1,
                Objects.requireNonNull(spec.maxModelLen()),
                Objects.requireNonNull(spec.workerCpu()),
                Objects.requireNonNull(spec.workerMemory()),
                CACHE,
                SHARED,
                List.of(),
                Map.of());
        int min = Objects.requireNonNull(spec.minReplicas());
        int max = Objects.requireNonNull(spec.maxReplicas());
        return ServerChoice.translation(
                resource,
                spec.model(),
                resource.getStatus(),
                cluster,
                pods -> server.copies(
                        resource.getMetadata().getNamespace(),
                        resource.getMetadata().getName(),
                        min,
                        min == max ? null : new ContainerWorkload.Scaling(min, max, List.of(waiting())),
                        pods.runtimeClass(),
                        pods.fits(),
                        owner(resource)));
    }

    private static MetricSpec waiting() {
        return new MetricSpecBuilder()
                .withType("Pods")
                .withNewPods()
                .withNewMetric()
                .withName("vllm:num_requests_waiting")
                .endMetric()
                .withNewTarget()
                .withType("AverageValue")
                .withAverageValue(new Quantity("2"))
                .endTarget()
                .endPods()
                .build();
    }

    @Override
    protected EndpointStatus status(InferenceEndpoint resource, Realization realization, List<Condition> conditions) {
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
    protected InferenceEndpoint blank() {
        return new InferenceEndpoint();
    }
}
