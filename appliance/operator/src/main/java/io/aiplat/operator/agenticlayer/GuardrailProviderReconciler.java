package io.aiplat.operator.agenticlayer;

import io.aiplat.operator.realization.Realization;
import io.aiplat.operator.realization.Realizers;
import io.aiplat.operator.reconciler.ClusterReader;
import io.aiplat.operator.reconciler.KindReconciler;
import io.aiplat.operator.reconciler.ResourceProblems;
import io.aiplat.operator.reconciler.Translation;
import io.aiplat.operator.status.ReferredStatus;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.InstantSource;
import java.util.List;

/// Reconciler of [GuardrailProvider].
public final class GuardrailProviderReconciler extends KindReconciler<GuardrailProvider, ReferredStatus> {
    /// @param clock of the times in conditions
    public GuardrailProviderReconciler(Realizers realizers, InstantSource clock) {
        super(GuardrailProvider.class, realizers, clock);
    }

    @Override
    protected Translation translate(GuardrailProvider resource, ClusterReader cluster) {
        String type = resource.getSpec().type();
        return type.equals(PRESIDIO)
                ? new Translation.Accepted("Guards may ask it.")
                : new Translation.Refused(ResourceProblems.guardOutOfHouse(
                        "The provider " + resource.getMetadata().getName(), type));
    }

    /// The type of a Presidio.
    static final String PRESIDIO = "presidio-api";

    @Override
    protected ReferredStatus status(GuardrailProvider resource, Realization realization, List<Condition> conditions) {
        return ReferredStatus.of(conditions);
    }

    @Override
    protected GuardrailProvider blank() {
        return new GuardrailProvider();
    }
}
