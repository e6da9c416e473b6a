package io.aiplat.governance.use;

/// Reading of a pod: what it has used since it began, and has now.
///
/// @param id       that no other pod ever has
/// @param workload that it belongs to
/// @param started  when it began, epoch milliseconds
/// @param cpuNanos nanoseconds of a processor since then
/// @param memory   bytes that it has now
/// @param gpus     that it was given
public record PodReading(String id, MeteredWorkload workload, long started, long cpuNanos, long memory, int gpus) {}
