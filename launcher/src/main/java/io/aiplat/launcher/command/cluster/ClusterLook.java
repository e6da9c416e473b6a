package io.aiplat.launcher.command.cluster;

import io.aiplat.cluster.ClusterProvider;
import io.aiplat.launcher.command.invocation.CommandProblemsException;
import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.launcher.wiring.InstallScope;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.plan.Observed;
import io.aiplat.store.HomeState;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/// One look into a home's cluster with a time limit, for whoever only wants to tell what is there.
public final class ClusterLook {
    private static final int SECONDS = 10;
    private static final String WORKLOAD = "Deployment/" + ClusterProvider.MODEL_SERVICE;

    private final Invocation invocation;
    private final HomeState.Cluster made;

    public ClusterLook(Invocation invocation, HomeState.Cluster made) {
        this.invocation = invocation;
        this.made = made;
    }

    /// The state of the model engine's pod, or why it is not known; one line or more.
    public String pod() {
        return told(this::look);
    }

    /// The state of each workload of the bundles that a person wanted, or why it is not known; a line each.
    public List<String> bundles() {
        return told(this::workloads).lines().toList();
    }

    private String told(Callable<String> what) {
        FutureTask<String> look = new FutureTask<>(what);
        Thread.ofVirtual().name("look").start(look);
        try {
            return look.get(SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException _) {
            look.cancel(true);
            return "not known: the cluster does not answer within " + SECONDS + " s";
        } catch (InterruptedException _) {
            look.cancel(true);
            Thread.currentThread().interrupt();
            return "not known";
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ApplianceException known) {
                return "not known: " + known.problem().what() + ": "
                        + known.problem().why();
            }
            if (e.getCause() instanceof CommandProblemsException) {
                return "not known: settings are wrong; see: aiplat settings";
            }
            throw new IllegalStateException("a look throws problems", e);
        }
    }

    private String look() {
        try (InstallScope scope = new InstallScope(invocation.surroundings(), invocation.settings())) {
            ClusterProvider cluster = scope.cluster(made);
            return switch (cluster.observe()) {
                case Observed.Cluster.Absent _ -> "none: the cluster is gone";
                case Observed.Cluster.Stopped _ -> "none: the cluster is stopped";
                case Observed.Cluster.Foreign(String what) -> "none: what is there is not ours: " + what;
                case Observed.Cluster.Running _ ->
                    cluster.kube().podLine(made.namespace(), WORKLOAD).orElse("none: there is no pod of " + WORKLOAD);
            };
        }
    }

    private String workloads() {
        try (InstallScope scope = new InstallScope(invocation.surroundings(), invocation.settings())) {
            ClusterProvider cluster = scope.cluster(made);
            return BundleWorkloads.of(scope, cluster, made).entrySet().stream()
                    .map(each -> each.getKey() + ": " + each.getValue().text())
                    .collect(Collectors.joining("\n"));
        }
    }
}
