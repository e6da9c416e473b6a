package io.aiplat.operator.ollama;

import io.aiplat.operator.desired.ServedModel;
import io.aiplat.operator.realization.ModelReport;
import io.aiplat.operator.realization.Realization;
import io.aiplat.operator.realization.Realizers;
import io.aiplat.operator.reconciler.ClusterReader;
import io.aiplat.operator.reconciler.KindReconciler;
import io.aiplat.operator.reconciler.Translation;
import io.aiplat.operator.status.ModelStatus;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reconciler of [OllamaModel].
public final class OllamaModelReconciler extends KindReconciler<OllamaModel, ModelStatus> {
    /// @param clock of the times in conditions
    public OllamaModelReconciler(Realizers realizers, InstantSource clock) {
        super(OllamaModel.class, realizers, clock);
    }

    @Override
    protected Translation translate(OllamaModel resource, ClusterReader cluster) {
        return Translation.of(new ServedModel(
                resource.getMetadata().getName(), resource.getSpec().model()));
    }

    @Override
    protected ModelStatus status(OllamaModel resource, Realization realization, List<Condition> conditions) {
        return ModelStatus.of(conditions, realization.model());
    }

    @Override
    protected @Nullable ModelReport report(ModelStatus status) {
        return status.report();
    }

    @Override
    protected OllamaModel blank() {
        return new OllamaModel();
    }
}
