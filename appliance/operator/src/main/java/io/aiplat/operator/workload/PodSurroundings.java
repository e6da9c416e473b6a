package io.aiplat.operator.workload;

import io.aiplat.operator.desired.WantedSecret;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Surroundings of pods in a cluster, as far as what is made for them depends on these.
///
/// @param gateway        base address of the gateway as pods reach it, with `/v1`; null where they do not
/// @param serviceMonitor whether the cluster knows ServiceMonitors
/// @param autoscaler     whether the cluster knows VerticalPodAutoscalers
/// @param secrets        by operator that brings secrets, the version of its kinds; none that is not there
public record PodSurroundings(
        @Nullable URI gateway, boolean serviceMonitor, boolean autoscaler, Map<WantedSecret.Provider, String> secrets) {
    public PodSurroundings {
        secrets = Map.copyOf(secrets);
    }

    /// Where nobody brings secrets.
    public PodSurroundings(@Nullable URI gateway, boolean serviceMonitor, boolean autoscaler) {
        this(gateway, serviceMonitor, autoscaler, Map.of());
    }
}
