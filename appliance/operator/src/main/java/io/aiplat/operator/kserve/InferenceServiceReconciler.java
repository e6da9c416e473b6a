package io.aiplat.operator.kserve;

import io.aiplat.operator.desired.ContainerWorkload;
import io.aiplat.operator.desired.ServedModel;
import io.aiplat.operator.realization.ModelReport;
import io.aiplat.operator.realization.Realization;
import io.aiplat.operator.realization.Realizers;
import io.aiplat.operator.reconciler.ClusterReader;
import io.aiplat.operator.reconciler.KindReconciler;
import io.aiplat.operator.reconciler.ResourceProblems;
import io.aiplat.operator.reconciler.Translation;
import io.aiplat.operator.vllm.ServerChoice;
import io.aiplat.operator.vllm.VllmServer;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Reconciler of [InferenceService].
public final class InferenceServiceReconciler extends KindReconciler<InferenceService, InferenceServiceStatus> {
    private static final String HUGGING_FACE = "hf://";

    /// @param clock of the times in conditions
    public InferenceServiceReconciler(Realizers realizers, InstantSource clock) {
        super(InferenceService.class, realizers, clock);
    }

    @Override
    protected Translation translate(InferenceService resource, ClusterReader cluster) {
        String name = resource.getMetadata().getName();
        InferenceServiceSpec spec = resource.getSpec();
        if (spec.transformer() != null) {
            return new Translation.Refused(KserveProblems.noSuchPart(name, "spec.transformer"));
        }
        if (spec.explainer() != null) {
            return new Translation.Refused(KserveProblems.noSuchPart(name, "spec.explainer"));
        }
        InferenceServiceSpec.Model model = spec.predictor().model();
        String source = Objects.requireNonNullElse(model.storageUri(), "nowhere");
        if (!source.startsWith(HUGGING_FACE)) {
            return new Translation.Refused(ResourceProblems.sourceOutOfReach(name, source));
        }
        String repository = source.substring(HUGGING_FACE.length());
        return switch (model.modelFormat().name().toLowerCase(Locale.ROOT)) {
            case "vllm", "huggingface" -> onGpus(resource, repository, cluster);
            case "gguf", "llama.cpp", "llamacpp", "ollama" ->
                Translation.of(new ServedModel(name, "hf.co/" + repository));
            default ->
                new Translation.Refused(
                        KserveProblems.noSuchFormat(name, model.modelFormat().name()));
        };
    }

    private static Translation onGpus(InferenceService resource, String repository, ClusterReader cluster) {
        InferenceServiceSpec.Predictor predictor = resource.getSpec().predictor();
        InferenceServiceSpec.Model model = predictor.model();
        VllmServer server = new VllmServer(
                repository,
                VllmServer.IMAGE,
                List.of(),
                Objects.requireNonNullElseGet(model.resources(), ResourceRequirements::new),
                VllmServer.CACHE,
                VllmServer.SHARED,
                Objects.requireNonNullElse(model.args(), List.of()),
                Objects.requireNonNullElse(model.env(), List.of()),
                Objects.requireNonNullElse(predictor.nodeSelector(), Map.of()),
                Objects.requireNonNullElse(predictor.tolerations(), List.of()));
        int min = Objects.requireNonNullElse(predictor.minReplicas(), 1);
        int max = Math.max(Math.max(1, min), Objects.requireNonNullElse(predictor.maxReplicas(), min));
        return ServerChoice.translation(
                resource, server, server(resource), cluster, min, VllmServer.scaling(min, max, requests(predictor)));
    }

    /// KServe counts requests at once unless it is told to count something else
    /// (https://kserve.github.io/website/docs/model-serving/predictive-inference/autoscaling/kpa-autoscaler).
    private static ContainerWorkload.ByRequests requests(InferenceServiceSpec.Predictor predictor) {
        Integer target = predictor.scaleTarget();
        String metric = predictor.scaleMetric();
        ContainerWorkload.ByRequests usual = ContainerWorkload.ByRequests.USUAL;
        return target == null || target < 1 || (metric != null && !metric.equals("concurrency"))
                ? usual
                : new ContainerWorkload.ByRequests(target, usual.idle());
    }

    private static @Nullable String server(InferenceService resource) {
        return resource.getStatus() == null ? null : resource.getStatus().server();
    }

    @Override
    protected InferenceServiceStatus status(
            InferenceService resource, Realization realization, List<Condition> conditions) {
        String server = ServerChoice.of(realization, server(resource));
        return new InferenceServiceStatus(
                conditions.getFirst().getObservedGeneration(),
                conditions,
                server,
                ServerChoice.VLLM.equals(server)
                        ? VllmServer.endpoint(
                                resource.getMetadata().getNamespace(),
                                resource.getMetadata().getName())
                        : null,
                realization.model());
    }

    @Override
    protected @Nullable ModelReport report(InferenceServiceStatus status) {
        return status.model();
    }

    @Override
    protected InferenceService blank() {
        return new InferenceService();
    }
}
