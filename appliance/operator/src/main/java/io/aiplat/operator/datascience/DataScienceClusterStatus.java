package io.aiplat.operator.datascience;

import io.aiplat.operator.status.ConditionedStatus;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Status of a [DataScienceCluster].
///
/// @param observedGeneration  generation of the resource that this was found for
/// @param conditions          `Ready`, `Progressing`, `Degraded`
/// @param phase               Ready or Not Ready
/// @param installedComponents whether each component that was named is there
public record DataScienceClusterStatus(
        @Nullable Long observedGeneration,
        List<Condition> conditions,
        @Nullable String phase,
        @Nullable Map<String, Boolean> installedComponents)
        implements ConditionedStatus {
    public DataScienceClusterStatus {
        // Kubernetes leaves out what is empty.
        conditions = conditions == null ? List.of() : List.copyOf(conditions);
    }
}
