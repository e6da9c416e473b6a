package io.aiplat.operator.kubeai;

import io.aiplat.operator.desired.ServedModel;
import io.aiplat.operator.realization.ModelReport;
import io.aiplat.operator.realization.Realization;
import io.aiplat.operator.realization.Realizers;
import io.aiplat.operator.reconciler.ClusterReader;
import io.aiplat.operator.reconciler.KindReconciler;
import io.aiplat.operator.reconciler.ResourceProblems;
import io.aiplat.operator.reconciler.Translation;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reconciler of [KubeAiModel].
public final class KubeAiModelReconciler extends KindReconciler<KubeAiModel, KubeAiModelStatus> {
    private static final String OLLAMA = "ollama://";
    private static final String HUGGING_FACE = "hf://";
    private static final Set<String> ENGINES = Set.of("ollama", "vllm");

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
            return Translation.of(new ServedModel(name, withoutQuery(spec.url().substring(OLLAMA.length()))));
        }
        if (spec.url().startsWith(HUGGING_FACE)) {
            return Translation.of(
                    new ServedModel(name, "hf.co/" + withoutQuery(spec.url().substring(HUGGING_FACE.length()))));
        }
        return new Translation.Refused(ResourceProblems.sourceOutOfReach(name, spec.url()));
    }

    /// KubeAI says there how it shall pull, which is no part of the name.
    private static String withoutQuery(String url) {
        int query = url.indexOf('?');
        return query < 0 ? url : url.substring(0, query);
    }

    @Override
    protected KubeAiModelStatus status(KubeAiModel resource, Realization realization, List<Condition> conditions) {
        ModelReport model = realization.model();
        boolean here = model != null && model.name() != null;
        boolean ready = realization.stage() == Realization.Stage.READY;
        return new KubeAiModelStatus(
                conditions.getFirst().getObservedGeneration(),
                conditions,
                new KubeAiModelStatus.Replicas(here ? 1 : 0, ready ? 1 : 0),
                new KubeAiModelStatus.Cache(here),
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
