package io.aiplat.operator.realization;

/// Report of a workload.
///
/// @param ready   copies that answer
/// @param wanted  copies that there are to be now
/// @param settled whether the cluster has taken that number up, so that `ready` counts none that are about to go
/// @param kind    of the object that keeps them: `Deployment` or `RayService`
public record WorkloadReport(int ready, int wanted, boolean settled, String kind) {
    /// Of a Deployment.
    WorkloadReport(int ready, int wanted, boolean settled) {
        this(ready, wanted, settled, "Deployment");
    }
}
