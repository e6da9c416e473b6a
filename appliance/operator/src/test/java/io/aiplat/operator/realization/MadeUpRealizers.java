package io.aiplat.operator.realization;

import io.aiplat.operator.bundles.BundleHome;
import io.aiplat.operator.scaling.ScaledServers;
import java.time.Duration;

/// Realizers for what needs none.
public final class MadeUpRealizers {
    private MadeUpRealizers() {}

    /// Of a cluster that nobody asks.
    public static Realizers noCluster() {
        return new Realizers(
                new MadeUpModels(),
                ServiceAddresses.INSIDE,
                new RoutePublisher(_ -> {}, _ -> {}),
                unasked(),
                PodGateway.NONE,
                new MadeUpTeams(),
                BundleHome.NONE,
                new ScaledServers(Duration.ofMinutes(5), System::nanoTime),
                System::nanoTime);
    }

    static ClusterObjects unasked() {
        return new ClusterObjects(() -> {
            throw new AssertionError("no cluster is asked");
        });
    }
}
