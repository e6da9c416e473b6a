package io.aiplat.launcher.command.cluster;

import io.aiplat.cluster.ClusterProvider;
import io.aiplat.launcher.command.invocation.CommandProblems;
import io.aiplat.launcher.wiring.InstallScope;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.plan.Observed;
import io.aiplat.store.HomeState;
import java.util.Optional;

/// Finds the cluster of a home.
public final class Clusters {
    private Clusters() {}

    /// A cluster that is there and ours, running or not.
    ///
    /// @param made as it was decided then, whatever settings say now
    public record Own(HomeState.Cluster made, ClusterProvider provider) {}

    /// The cluster of a home.
    ///
    /// @throws ApplianceException COMMAND_NO_CLUSTER
    public static Own own(InstallScope scope) {
        HomeState.Cluster made =
                made(scope).orElseThrow(() -> none(scope, "Its models run without Kubernetes, or `up` was never run."));
        ClusterProvider cluster = scope.cluster(made);
        return switch (cluster.observe()) {
            case Observed.Cluster.Running _, Observed.Cluster.Stopped _ -> new Own(made, cluster);
            case Observed.Cluster.Absent _ ->
                throw none(
                        scope,
                        "It was made once (" + place(made) + ", namespace " + made.namespace() + ") and is gone.");
            case Observed.Cluster.Foreign(String what) ->
                throw none(scope, "What has its name is not ours: " + what + ".");
        };
    }

    /// What `up` last decided on, unless that was to go without.
    public static Optional<HomeState.Cluster> made(InstallScope scope) {
        return scope.state().read().map(HomeState::cluster).filter(made -> made.kind() != ClusterKind.NONE);
    }

    /// Where a cluster is, for people: `docker aiplat`, `context kind-a at https://127.0.0.1:6443`.
    public static String place(HomeState.Cluster made) {
        String server = made.server();
        String at = server == null ? "" : " at " + server;
        return made.kind() == ClusterKind.EXISTING
                ? "context " + made.context() + at
                : made.kind().word() + " " + made.name() + at;
    }

    private static ApplianceException none(InstallScope scope, String why) {
        return new ApplianceException(CommandProblems.noCluster(scope.home().root(), why));
    }
}
