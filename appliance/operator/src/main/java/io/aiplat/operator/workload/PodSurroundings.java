package io.aiplat.operator.workload;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/// Surroundings of pods in a cluster, as far as what is made for them depends on these.
///
/// @param gateway        base address of the gateway as pods reach it, with `/v1`; null where they do not
/// @param serviceMonitor whether the cluster knows ServiceMonitors
/// @param autoscaler     whether the cluster knows VerticalPodAutoscalers
public record PodSurroundings(@Nullable URI gateway, boolean serviceMonitor, boolean autoscaler) {}
