package io.aiplat.operator.workload;

/// Ownership of a number of copies: how many there are to be, and who says so.
///
/// @param number     of copies now
/// @param ours       whether it is sent; what a HorizontalPodAutoscaler has set is left out, so that it stays
/// @param autoscaled whether there is a HorizontalPodAutoscaler for it
public record ReplicaOwnership(int number, boolean ours, boolean autoscaled) {}
