package io.aiplat.operator.status;

import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Status of a resource that stands for routes.
///
/// @param observedGeneration generation of the resource that this was found for
/// @param conditions         `Ready`, `Progressing`, `Degraded`
/// @param routes             number of routes that it stands for
public record RouterStatus(
        @Nullable Long observedGeneration,
        List<Condition> conditions,
        @Nullable Integer routes) implements ConditionedStatus {
    public RouterStatus {
        // Kubernetes leaves out what is empty.
        conditions = conditions == null ? List.of() : List.copyOf(conditions);
    }
}
