package io.aiplat.operator.agenticlayer;

import io.aiplat.operator.realization.Realization;
import io.aiplat.operator.realization.Realizers;
import io.aiplat.operator.reconciler.ClusterReader;
import io.aiplat.operator.reconciler.KindReconciler;
import io.aiplat.operator.reconciler.Translation;
import io.aiplat.operator.status.ReferredStatus;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.InstantSource;
import java.util.List;

/// Reconciler of [AiGatewayClass].
public final class AiGatewayClassReconciler extends KindReconciler<AiGatewayClass, ReferredStatus> {
    /// @param clock of the times in conditions
    public AiGatewayClassReconciler(Realizers realizers, InstantSource clock) {
        super(AiGatewayClass.class, realizers, clock);
    }

    @Override
    protected Translation translate(AiGatewayClass resource, ClusterReader cluster) {
        return new Translation.Accepted("Gateways of this class are served by aiplat.");
    }

    @Override
    protected ReferredStatus status(AiGatewayClass resource, Realization realization, List<Condition> conditions) {
        return ReferredStatus.of(conditions);
    }

    @Override
    protected AiGatewayClass blank() {
        return new AiGatewayClass();
    }
}
