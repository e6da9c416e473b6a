package io.aiplat.launcher.command.cluster;

import io.aiplat.cluster.ClusterHealth;
import io.aiplat.cluster.ClusterProvider;
import io.aiplat.host.probe.Finding;
import io.aiplat.host.probe.Probe;
import io.aiplat.host.probe.ProbeResult;
import io.aiplat.launcher.command.invocation.CommandProblems;
import io.aiplat.launcher.wiring.InstallScope;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.Settings;
import io.aiplat.model.host.HostFacts;
import io.aiplat.model.plan.Observed;
import io.aiplat.store.HomeState;
import java.util.List;
import java.util.stream.Stream;

/// One thing in the cluster of this home, which has been looked at: a health check for `doctor`, and nothing that
/// stands in the way of `up`, which mends most of it.
///
/// @param name    of what was looked at
/// @param verdict what was seen
public record ClusterProbe(String name, ProbeResult verdict) implements Probe {
    private static final String WORKLOAD = "Deployment/" + ClusterProvider.MODEL_SERVICE;

    @Override
    public String because() {
        return "A cluster that was made well may be unwell later: a full disk, a lost image, certificates that end.";
    }

    @Override
    public ProbeResult judge(HostFacts facts, Settings settings, ClusterKind kind) {
        return verdict;
    }

    /// Looks at all of it; empty where this home has no cluster.
    public static List<Finding> findings(InstallScope scope) {
        return Clusters.made(scope)
                .map(made -> look(scope, made).stream()
                        .map(probe -> new Finding(probe, probe.verdict))
                        .toList())
                .orElse(List.of());
    }

    private static List<ClusterProbe> look(InstallScope scope, HomeState.Cluster made) {
        try {
            ClusterProvider cluster = scope.cluster(made);
            return switch (cluster.observe()) {
                case Observed.Cluster.Absent _ -> List.of(unwell("cluster", "it is gone"));
                case Observed.Cluster.Stopped _ -> List.of(unwell("cluster", "it is stopped"));
                case Observed.Cluster.Foreign(var what) -> List.of(unwell("cluster", "in its place is a " + what));
                case Observed.Cluster.Running _ ->
                    Stream.concat(
                                    new ClusterHealth(cluster.kube(), made.namespace(), WORKLOAD)
                                            .findings().stream().map(ClusterProbe::of),
                                    BundleWorkloads.of(scope, cluster, made).entrySet().stream()
                                            .map(each -> each.getValue().available()
                                                    ? new ClusterProbe(
                                                            each.getKey(),
                                                            new ProbeResult.Pass(each.getValue()
                                                                    .text()))
                                                    : unwell(
                                                            each.getKey(),
                                                            each.getValue().text())))
                            .toList();
            };
        } catch (ApplianceException e) {
            return List.of(new ClusterProbe("cluster", new ProbeResult.Warn(e.problem())));
        }
    }

    static ClusterProbe of(ClusterHealth.HealthFinding seen) {
        return seen.well()
                ? new ClusterProbe(seen.about(), new ProbeResult.Pass(seen.saw()))
                : unwell(seen.about(), seen.saw());
    }

    private static ClusterProbe unwell(String about, String saw) {
        return new ClusterProbe(about, new ProbeResult.Warn(CommandProblems.clusterUnwell(about, saw)));
    }
}
