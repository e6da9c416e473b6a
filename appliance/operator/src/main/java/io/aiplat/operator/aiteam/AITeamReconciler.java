package io.aiplat.operator.aiteam;

import io.aiplat.model.spend.Budget;
import io.aiplat.operator.desired.Tenant;
import io.aiplat.operator.realization.Realization;
import io.aiplat.operator.realization.Realizers;
import io.aiplat.operator.realization.ResourceKey;
import io.aiplat.operator.reconciler.ClusterReader;
import io.aiplat.operator.reconciler.KindReconciler;
import io.aiplat.operator.reconciler.Translation;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;

/// Reconciler of [AITeam].
public final class AITeamReconciler extends KindReconciler<AITeam, AITeamStatus> {
    private static final List<String> ALL = List.of("*");

    /// @param clock of the times in conditions
    public AITeamReconciler(Realizers realizers, InstantSource clock) {
        super(AITeam.class, realizers, clock);
    }

    @Override
    protected Translation translate(AITeam resource, ClusterReader cluster) {
        return translate(resource);
    }

    private static Translation translate(AITeam resource) {
        AITeamSpec spec = resource.getSpec();
        List<String> models = Objects.requireNonNullElse(spec.models(), ALL);
        try {
            return Translation.of(new Tenant(
                    spec.teamName(),
                    models.contains("*") ? List.of() : models,
                    Budget.parse(Objects.requireNonNullElse(spec.maxBudget(), "100.0") + "/"
                            + Objects.requireNonNullElse(spec.budgetDuration(), "30d")),
                    Objects.requireNonNullElse(spec.rpmLimit(), 100L),
                    Objects.requireNonNullElse(spec.tpmLimit(), 100_000L),
                    Objects.requireNonNullElse(spec.cpuQuota(), "4"),
                    Objects.requireNonNullElse(spec.memoryQuota(), "8Gi"),
                    Objects.requireNonNullElse(spec.gpuQuota(), 0)));
        } catch (IllegalArgumentException e) {
            return new Translation.Refused(
                    AITeamProblems.budgetNotUnderstood(spec.teamName(), String.valueOf(e.getMessage())));
        }
    }

    @Override
    protected void releaseElsewhere(Realizers realizers, ResourceKey key) {
        realizers.releaseTenant(key);
    }

    @Override
    protected AITeamStatus status(AITeam resource, Realization realization, List<Condition> conditions) {
        AITeamStatus before = resource.getStatus();
        Tenant made = realization.stage() == Realization.Stage.READY
                        && translate(resource) instanceof Translation.Wanted(var states, var _, var _)
                        && states.getFirst() instanceof Tenant tenant
                ? tenant
                : null;
        return new AITeamStatus(
                conditions.getFirst().getObservedGeneration(),
                conditions,
                made != null ? made.namespace() : before == null ? null : before.namespace(),
                made != null ? made.secret() : before == null ? null : before.apiKeySecret());
    }

    @Override
    protected AITeam blank() {
        return new AITeam();
    }
}
