package io.aiplat.operator.llmkube;

import io.aiplat.operator.desired.ServedModel;
import io.aiplat.operator.realization.ModelReport;
import io.aiplat.operator.realization.Realization;
import io.aiplat.operator.realization.Realization.Stage;
import io.aiplat.operator.realization.Realizers;
import io.aiplat.operator.reconciler.ClusterReader;
import io.aiplat.operator.reconciler.KindReconciler;
import io.aiplat.operator.reconciler.ResourceProblems;
import io.aiplat.operator.reconciler.Translation;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Reconciler of [LlmKubeModel]: its file is fetched by aiplat, which then serves it by its own name; services give it
/// another.
public final class LlmKubeModelReconciler extends KindReconciler<LlmKubeModel, LlmKubeModelStatus> {
    private static final double GIB = 1 << 30;

    /// @param clock of the times in conditions
    public LlmKubeModelReconciler(Realizers realizers, InstantSource clock) {
        super(LlmKubeModel.class, realizers, clock);
    }

    @Override
    protected Translation translate(LlmKubeModel resource, ClusterReader cluster) {
        LlmKubeModelSpec spec = resource.getSpec();
        String name = resource.getMetadata().getName();
        ModelOfFile file = ModelOfFile.of(resource);
        if (file.isOutOfReach()) {
            return new Translation.Refused(ResourceProblems.sourceOutOfReach(name, spec.source()));
        }
        return switch (spec.formatOrUsual()) {
            case "gguf" -> ofFile(resource, file, cluster);
            case "safetensors" ->
                new Translation.Accepted(
                        "Copies of vLLM fetch it, where a service with the runtime vllm refers to it.");
            default ->
                new Translation.Refused(LlmKubeProblems.formatNotServed(
                        "Model " + name, spec.formatOrUsual(), "gguf, and safetensors by vLLM"));
        };
    }

    private static Translation ofFile(LlmKubeModel resource, ModelOfFile file, ClusterReader cluster) {
        LlmKubeModelSpec spec = resource.getSpec();
        if (file.isOnVolume()) {
            return new Translation.Accepted("It is on a volume, from which copies of a service's server read it.");
        }
        // Weights that copies fetch are large, and need not be here twice.
        boolean elsewhere = !Boolean.TRUE.equals(spec.prefetch())
                && !brought(resource)
                && spec.gpus() > 0
                && cluster.gpus() > 0
                && file.refusedToCopies(file.model()) == null;
        return elsewhere
                ? new Translation.Accepted("It is for GPUs: copies of a service's server fetch it themselves.")
                : Translation.of(new ServedModel(null, file.reference(), null, spec.sha256()), note(spec));
    }

    /// What is here stays, whatever nodes offer meanwhile.
    private static boolean brought(LlmKubeModel resource) {
        return resource.getStatus() != null && resource.getStatus().model() != null;
    }

    private static String note(LlmKubeModelSpec spec) {
        return "OnChange".equals(spec.refreshPolicy())
                ? "Whether its source has another file by now is not looked for (spec.refreshPolicy)."
                : "";
    }

    @Override
    protected LlmKubeModelStatus status(LlmKubeModel resource, Realization realization, List<Condition> conditions) {
        ModelReport model = realization.model();
        Long bytes = model == null ? null : model.totalBytes();
        String digest = model == null ? null : model.digest();
        return new LlmKubeModelStatus(
                conditions.getFirst().getObservedGeneration(),
                conditions,
                phase(realization),
                bytes == null ? null : size(bytes),
                digest == null ? null : digest.replace("sha256:", ""),
                model);
    }

    private static String phase(Realization realization) {
        ModelReport model = realization.model();
        return realization.stage() == Stage.READY
                ? "Ready"
                : realization.stage() == Stage.DEGRADED
                        ? "Failed"
                        : model != null && model.bytes() != null ? "Downloading" : "Pending";
    }

    private static String size(long bytes) {
        return bytes < GIB
                ? String.format(Locale.ROOT, "%.1f MiB", bytes / (double) (1 << 20))
                : String.format(Locale.ROOT, "%.1f GiB", bytes / GIB);
    }

    @Override
    protected @Nullable ModelReport report(LlmKubeModelStatus status) {
        return status.model();
    }

    @Override
    protected LlmKubeModel blank() {
        return new LlmKubeModel();
    }
}
