package io.aiplat.launcher.command.cluster;

import io.aiplat.cluster.ClusterProvider;
import io.aiplat.launcher.wiring.InstallScope;
import io.aiplat.model.Readiness;
import io.aiplat.model.catalog.Bundle;
import io.aiplat.store.HomeState;
import io.aiplat.store.InstalledBundlesFile;
import java.util.LinkedHashMap;
import java.util.Map;

/// Workloads of the bundles that a person wanted in a cluster, and how each is.
final class BundleWorkloads {
    private BundleWorkloads() {}

    /// How a workload is.
    ///
    /// @param text available, or why it is not
    record Seen(boolean available, String text) {}

    /// Looks at all of them, by `bundle workload`.
    static Map<String, Seen> of(InstallScope scope, ClusterProvider cluster, HomeState.Cluster made) {
        Map<String, Seen> seen = new LinkedHashMap<>();
        for (String name : new InstalledBundlesFile(scope.home()).read()) {
            Bundle bundle = scope.catalog().bundles().get(name);
            if (bundle != null) {
                String namespace = bundle.namespace(made.namespace());
                bundle.workloads()
                        .forEach(workload -> seen.put(
                                name + " " + workload, seen(cluster.kube().workloadReady(namespace, workload))));
            }
        }
        return seen;
    }

    private static Seen seen(Readiness readiness) {
        return switch (readiness) {
            case Readiness.Ready _ -> new Seen(true, "available");
            case Readiness.NotYet(var reason) ->
                new Seen(false, reason.lines().findFirst().orElse(reason));
            case Readiness.Never(var problem) -> new Seen(false, problem.what());
        };
    }
}
