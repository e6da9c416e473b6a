package io.aiplat.operator.status;

import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;

/// Status with conditions, by the conventions of the Kubernetes API.
public interface ConditionedStatus {
    /// In the order in which they were first true.
    List<Condition> conditions();
}
