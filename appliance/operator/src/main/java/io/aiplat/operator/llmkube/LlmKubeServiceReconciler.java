package io.aiplat.operator.llmkube;

import io.aiplat.model.Problem;
import io.aiplat.operator.desired.ContainerWorkload;
import io.aiplat.operator.desired.GatewayRoutes;
import io.aiplat.operator.desired.ServedModel;
import io.aiplat.operator.realization.ModelReport;
import io.aiplat.operator.realization.Realization;
import io.aiplat.operator.realization.Realization.Stage;
import io.aiplat.operator.realization.Realizers;
import io.aiplat.operator.realization.WorkloadReport;
import io.aiplat.operator.reconciler.ClusterReader;
import io.aiplat.operator.reconciler.KindReconciler;
import io.aiplat.operator.reconciler.ResourceProblems;
import io.aiplat.operator.reconciler.Translation;
import io.aiplat.operator.vllm.ServerChoice;
import io.aiplat.operator.vllm.VllmServer;
import io.aiplat.routing.source.Fragment;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.node.v1.RuntimeClass;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reconciler of [LlmKubeService]: its model is served by the engine of aiplat, or by copies of llama.cpp's server or
/// of vLLM, whichever makes what it says true.
public final class LlmKubeServiceReconciler extends KindReconciler<LlmKubeService, LlmKubeServiceStatus> {
    private static final String NVIDIA = "nvidia";

    /// @param clock of the times in conditions
    public LlmKubeServiceReconciler(Realizers realizers, InstantSource clock) {
        super(LlmKubeService.class, realizers, clock);
    }

    @Override
    protected Translation translate(LlmKubeService resource, ClusterReader cluster) {
        LlmKubeServiceSpec spec = resource.getSpec();
        String name = resource.getMetadata().getName();
        String namespace = resource.getMetadata().getNamespace();
        Optional<LlmKubeModel> model = cluster.resource(LlmKubeModel.class, namespace, spec.modelRef());
        if (model.isEmpty()) {
            return new Translation.Refused(ResourceProblems.nothingReferredTo(
                    "The InferenceService " + name, "Model " + namespace + "/" + spec.modelRef()));
        }
        LlmKubeModelSpec served = model.get().getSpec();
        if (ModelOfFile.of(model.get()).isOutOfReach()) {
            return new Translation.Refused(ResourceProblems.sourceOutOfReach(spec.modelRef(), served.source()));
        }
        String runtime = Objects.requireNonNullElse(spec.runtime(), "llamacpp");
        return switch (runtime) {
            case "llamacpp" ->
                served.formatOrUsual().equals("gguf")
                        ? ofFile(resource, model.get(), cluster)
                        : notServed(spec, served, "gguf by the runtime llamacpp");
            case "vllm" ->
                served.formatOrUsual().equals("gguf")
                        ? notServed(spec, served, "safetensors by the runtime vllm")
                        : byVllm(resource, model.get(), cluster);
            default -> new Translation.Refused(LlmKubeProblems.noSuchRuntime(name, runtime));
        };
    }

    private static Translation notServed(LlmKubeServiceSpec spec, LlmKubeModelSpec served, String instead) {
        return new Translation.Refused(
                LlmKubeProblems.formatNotServed("Model " + spec.modelRef(), served.formatOrUsual(), instead));
    }

    private static Translation ofFile(LlmKubeService resource, LlmKubeModel model, ClusterReader cluster) {
        LlmKubeServiceSpec spec = resource.getSpec();
        ModelOfFile file = ModelOfFile.of(model);
        Problem refused = file.refusedToCopies(resource.getMetadata().getName());
        boolean needed = ServiceFields.needCopies(spec) || file.isOnVolume();
        if (needed && refused != null) {
            return new Translation.Refused(refused);
        }
        if (refused == null && (needed || onGpus(resource, model, cluster))) {
            boolean nvidia = cluster.resource(RuntimeClass.class, "", NVIDIA).isPresent();
            return Translation.of(
                    new LlamaServerCopies(resource, model, nvidia ? NVIDIA : null).server(),
                    ServiceFields.unusedByCopies(spec));
        }
        if (LlamaServerCopies.replicas(spec) == 0) {
            return Translation.of(
                    new GatewayRoutes(Fragment.EMPTY), "No copies are wanted, so nothing is served under its name.");
        }
        return Translation.of(
                new ServedModel(
                        resource.getMetadata().getName(),
                        file.reference(),
                        spec.contextSize(),
                        model.getSpec().sha256()),
                ServiceFields.unusedByOllama(spec));
    }

    /// Decided once: a node that comes back has no GPUs for some seconds.
    private static boolean onGpus(LlmKubeService resource, LlmKubeModel model, ClusterReader cluster) {
        String before = server(resource);
        return before == null
                ? LlamaServerCopies.gpus(resource.getSpec(), model.getSpec()) > 0 && cluster.gpus() > 0
                : before.equals(LlamaServerCopies.NAME);
    }

    private static Translation byVllm(LlmKubeService resource, LlmKubeModel model, ClusterReader cluster) {
        LlmKubeServiceSpec spec = resource.getSpec();
        int gpus = Math.max(1, LlamaServerCopies.gpus(spec, model.getSpec()));
        LlmKubeVllm config = spec.vllmConfig();
        LlamaServerCopies shape = new LlamaServerCopies(resource, model, null);
        List<String> args = new ArrayList<>();
        List<EnvVar> environment = new ArrayList<>(Objects.requireNonNullElse(spec.env(), List.of()));
        if (config != null) {
            args.addAll(config.arguments(gpus));
            environment.addAll(config.environment());
        }
        args.addAll(Objects.requireNonNullElse(spec.extraArgs(), List.of()));
        VllmServer server = new VllmServer(
                ModelOfFile.of(model).repository(),
                Objects.requireNonNullElse(spec.image(), VllmServer.IMAGE),
                List.of(),
                shape.resources(spec.resources(), gpus),
                VllmServer.CACHE,
                VllmServer.SHARED,
                args,
                environment,
                Objects.requireNonNullElse(spec.nodeSelector(), Map.of()),
                shape.tolerations(gpus));
        LlmKubeServiceSpec.Autoscaling scaled = spec.autoscaling();
        ContainerWorkload.Scaling scaling = scaled == null
                ? null
                : VllmServer.scaling(Objects.requireNonNullElse(scaled.minReplicas(), 1), scaled.maxReplicas());
        Translation made = ServerChoice.translation(
                resource, server, server(resource), cluster, LlamaServerCopies.replicas(spec), scaling);
        return made instanceof Translation.Wanted wanted
                ? wanted.noting((wanted.note() + " " + ServiceFields.unusedByVllm(spec)).strip())
                : made;
    }

    private static @Nullable String server(LlmKubeService resource) {
        return resource.getStatus() == null ? null : resource.getStatus().server();
    }

    @Override
    protected LlmKubeServiceStatus status(
            LlmKubeService resource, Realization realization, List<Condition> conditions) {
        WorkloadReport copies = realization.workload();
        ModelReport before =
                resource.getStatus() == null ? null : resource.getStatus().model();
        // What came for it goes with it, whatever serves it by now.
        ModelReport model = realization.model() == null ? before : realization.model();
        String server = serving(resource, realization);
        boolean vllm = ServerChoice.VLLM.equals(server);
        return new LlmKubeServiceStatus(
                conditions.getFirst().getObservedGeneration(),
                conditions,
                phase(resource, realization),
                server,
                vllm
                        ? VllmServer.endpoint(
                                resource.getMetadata().getNamespace(),
                                resource.getMetadata().getName())
                        : LlamaServerCopies.NAME.equals(server) ? LlamaServerCopies.endpoint(resource) : null,
                copies == null ? LlamaServerCopies.replicas(resource.getSpec()) : copies.wanted(),
                copies != null ? copies.ready() : realization.model() != null && isReady(realization) ? 1 : 0,
                copies == null ? LlamaServerCopies.replicas(resource.getSpec()) : copies.wanted(),
                realization.model() == null ? null : realization.model().name() != null,
                model);
    }

    private static @Nullable String serving(LlmKubeService resource, Realization realization) {
        if (realization.workload() != null) {
            return "vllm".equals(resource.getSpec().runtime()) ? ServerChoice.VLLM : LlamaServerCopies.NAME;
        }
        // What could not be realized says nothing of who serves it.
        return realization.stage() == Stage.DEGRADED
                ? server(resource)
                : ServerChoice.of(realization, server(resource));
    }

    private static String phase(LlmKubeService resource, Realization realization) {
        if (LlamaServerCopies.replicas(resource.getSpec()) == 0 && realization.stage() != Stage.DEGRADED) {
            return Boolean.TRUE.equals(resource.getSpec().suspend()) ? "Suspended" : "Stopped";
        }
        return switch (realization.stage()) {
            case READY -> "Ready";
            case DEGRADED -> "Failed";
            case PROGRESSING -> realization.workload() == null ? "Pending" : "Creating";
        };
    }

    private static boolean isReady(Realization realization) {
        return realization.stage() == Stage.READY;
    }

    @Override
    protected @Nullable ModelReport report(LlmKubeServiceStatus status) {
        return status.model();
    }

    @Override
    protected LlmKubeService blank() {
        return new LlmKubeService();
    }
}
