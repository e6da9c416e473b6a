package io.aiplat.operator.realization;

/// Report of a workload.
///
/// @param ready  copies that answer
/// @param wanted copies that there are to be now
public record WorkloadReport(int ready, int wanted) {}
