package io.aiplat.operator.kubeai;

import io.aiplat.operator.desired.ContainerWorkload;
import io.aiplat.operator.desired.ServedModel;
import io.aiplat.operator.realization.ModelReport;
import io.aiplat.operator.realization.Realization;
import io.aiplat.operator.realization.Realizers;
import io.aiplat.operator.realization.WorkloadReport;
import io.aiplat.operator.reconciler.ClusterReader;
import io.aiplat.operator.reconciler.KindReconciler;
import io.aiplat.operator.reconciler.ResourceProblems;
import io.aiplat.operator.reconciler.Translation;
import io.aiplat.operator.vllm.ServerChoice;
import io.aiplat.operator.vllm.VllmServer;
import io.aiplat.routing.Deployment;
import io.aiplat.routing.Route;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.EnvVar;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reconciler of [KubeAiModel].
public final class KubeAiModelReconciler extends KindReconciler<KubeAiModel, KubeAiModelStatus> {
    private static final String OLLAMA = "ollama://";
    private static final String HUGGING_FACE = "hf://";
    private static final Set<String> ENGINES = Set.of("ollama", "vllm");
    /// Requests at once for each copy, and seconds until one goes, where nothing is said.
    private static final int TARGET = 100;

    private static final long DELAY = 30;
    private static final Pattern PROFILE = Pattern.compile("([^:]*)(?::(\\d{1,3}))?");

    /// @param clock of the times in conditions
    public KubeAiModelReconciler(Realizers realizers, InstantSource clock) {
        super(KubeAiModel.class, realizers, clock);
    }

    @Override
    protected Translation translate(KubeAiModel resource, ClusterReader cluster) {
        KubeAiModelSpec spec = resource.getSpec();
        String name = resource.getMetadata().getName();
        if (!ENGINES.contains(spec.engine().toLowerCase(Locale.ROOT))) {
            return new Translation.Refused(ResourceProblems.noSuchEngine(name, spec.engine()));
        }
        if (spec.adapters() != null && !spec.adapters().isEmpty()) {
            return new Translation.Refused(ResourceProblems.adapters(name));
        }
        if (spec.url().startsWith(OLLAMA)) {
            return Translation.of(staying(
                    spec, new ServedModel(name, withoutQuery(spec.url().substring(OLLAMA.length())))));
        }
        if (spec.url().startsWith(HUGGING_FACE)) {
            String repository = withoutQuery(spec.url().substring(HUGGING_FACE.length()));
            return spec.engine().equalsIgnoreCase(ServerChoice.VLLM) && gpus(spec) > 0
                    ? onGpus(resource, repository, cluster)
                    : Translation.of(staying(spec, new ServedModel(name, "hf.co/" + repository)));
        }
        return new Translation.Refused(ResourceProblems.sourceOutOfReach(name, spec.url()));
    }

    /// KubeAI's pods of Ollama keep their model as long as they run.
    private static ServedModel staying(KubeAiModelSpec spec, ServedModel model) {
        boolean stays = Objects.requireNonNullElse(spec.minReplicas(), 0) > 0;
        return model.staying(stays ? Deployment.FOREVER : idle(spec));
    }

    private static Duration idle(KubeAiModelSpec spec) {
        return Duration.ofSeconds(Math.max(0, Objects.requireNonNullElse(spec.scaleDownDelaySeconds(), DELAY)));
    }

    private static Translation onGpus(KubeAiModel resource, String repository, ClusterReader cluster) {
        KubeAiModelSpec spec = resource.getSpec();
        List<EnvVar> environment = new ArrayList<>();
        if (spec.env() != null) {
            spec.env()
                    .properties()
                    .forEach(each -> environment.add(
                            new EnvVar(each.getKey(), each.getValue().asText(), null)));
        }
        VllmServer server = new VllmServer(
                repository,
                Objects.requireNonNullElse(spec.image(), VllmServer.IMAGE),
                List.of(),
                VllmServer.resources(gpus(spec)),
                VllmServer.CACHE,
                VllmServer.SHARED,
                Objects.requireNonNullElse(spec.args(), List.of()),
                environment,
                Map.of(),
                List.of());
        ContainerWorkload.Scaling scaling = scaling(spec);
        int replicas = Objects.requireNonNullElse(spec.replicas(), scaling == null ? 1 : scaling.min());
        Translation made = ServerChoice.translation(resource, server, server(resource), cluster, replicas, scaling);
        return made instanceof Translation.Wanted(var states, var note, var _)
                        && states.getFirst() instanceof ServedModel model
                ? Translation.of(staying(spec, model), note)
                : made;
    }

    /// As KubeAI reads it: without a least number there is none, without a greatest one as many as are asked for
    /// (https://github.com/kubeai-project/kubeai/blob/main/api/k8s/v1/model_types.go).
    private static ContainerWorkload.@Nullable Scaling scaling(KubeAiModelSpec spec) {
        if (Boolean.TRUE.equals(spec.autoscalingDisabled())) {
            return null;
        }
        int min = Objects.requireNonNullElse(spec.minReplicas(), 0);
        int max = Math.max(Math.max(1, min), Objects.requireNonNullElse(spec.maxReplicas(), Route.MOST_DEPLOYMENTS));
        return VllmServer.scaling(
                min,
                max,
                new ContainerWorkload.ByRequests(
                        Objects.requireNonNullElse(spec.targetRequests(), TARGET), idle(spec)));
    }

    /// GPUs of each pod, as the names of profiles say it (https://www.kubeai.org/how-to/configure-resource-profiles/).
    private static int gpus(KubeAiModelSpec spec) {
        String profile = spec.resourceProfile();
        if (profile == null) {
            return 1;
        }
        Matcher parts = PROFILE.matcher(profile);
        return !parts.matches() || !parts.group(1).contains("gpu")
                ? 0
                : parts.group(2) == null ? 1 : Integer.parseInt(parts.group(2));
    }

    private static @Nullable String server(KubeAiModel resource) {
        return resource.getStatus() == null ? null : resource.getStatus().server();
    }

    /// KubeAI says there how it shall pull, which is no part of the name.
    private static String withoutQuery(String url) {
        int query = url.indexOf('?');
        return query < 0 ? url : url.substring(0, query);
    }

    @Override
    protected KubeAiModelStatus status(KubeAiModel resource, Realization realization, List<Condition> conditions) {
        ModelReport model = realization.model();
        WorkloadReport copies = realization.workload();
        boolean here = model != null && model.name() != null;
        boolean ready = realization.stage() == Realization.Stage.READY;
        return new KubeAiModelStatus(
                conditions.getFirst().getObservedGeneration(),
                conditions,
                copies == null
                        ? new KubeAiModelStatus.Replicas(here ? 1 : 0, ready ? 1 : 0)
                        : new KubeAiModelStatus.Replicas(copies.wanted(), copies.ready()),
                new KubeAiModelStatus.Cache(here),
                ServerChoice.of(realization, server(resource)),
                model);
    }

    @Override
    protected @Nullable ModelReport report(KubeAiModelStatus status) {
        return status.model();
    }

    @Override
    protected KubeAiModel blank() {
        return new KubeAiModel();
    }
}
