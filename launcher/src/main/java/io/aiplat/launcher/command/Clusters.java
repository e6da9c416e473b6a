package io.aiplat.launcher.command;

import io.aiplat.cluster.ClusterProvider;
import io.aiplat.launcher.Wiring;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Observed;

/// Finds the cluster of a home.
final class Clusters {
    private Clusters() {}

    /// The cluster, which is there and ours, running or not.
    ///
    /// @throws ApplianceException COMMAND_NO_CLUSTER
    static ClusterProvider own(Wiring wiring) {
        ClusterProvider cluster = wiring.ownCluster()
                .orElseThrow(() -> none(wiring, "Its models run without Kubernetes, or `up` was never run."));
        return switch (cluster.observe()) {
            case Observed.Cluster.Running _, Observed.Cluster.Stopped _ -> cluster;
            case Observed.Cluster.Absent _ -> throw none(wiring, "It was made once and is gone.");
            case Observed.Cluster.Foreign(String what) ->
                throw none(wiring, "What has its name is not ours: " + what + ".");
        };
    }

    private static ApplianceException none(Wiring wiring, String why) {
        return new ApplianceException(CommandProblems.noCluster(wiring.home().root(), why));
    }
}
