package io.aiplat.operator.realization;

/// Report of a workload.
///
/// @param ready   copies that answer
/// @param wanted  copies that there are to be now
/// @param settled whether the cluster has taken that number up, so that `ready` counts none that are about to go
public record WorkloadReport(int ready, int wanted, boolean settled) {}
