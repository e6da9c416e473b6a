package io.aiplat.operator.status;

import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Status of a resource that others refer to.
///
/// @param observedGeneration generation of the resource that this was found for
/// @param conditions         `Ready`, `Progressing`, `Degraded`
public record ReferredStatus(@Nullable Long observedGeneration, List<Condition> conditions)
        implements ConditionedStatus {
    public ReferredStatus {
        // Kubernetes leaves out what is empty.
        conditions = conditions == null ? List.of() : List.copyOf(conditions);
    }

    /// What follows from conditions.
    public static ReferredStatus of(List<Condition> conditions) {
        return new ReferredStatus(conditions.getFirst().getObservedGeneration(), conditions);
    }
}
