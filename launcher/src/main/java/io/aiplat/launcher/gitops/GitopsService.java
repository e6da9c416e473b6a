package io.aiplat.launcher.gitops;

import io.aiplat.cluster.ClusterProvider;
import io.aiplat.cluster.delivery.Delivery;
import io.aiplat.cluster.kubernetes.KubernetesApi;
import io.aiplat.launcher.wiring.InstallScope;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.Readiness;
import io.aiplat.provisioning.gitops.ClusterTarget;
import io.aiplat.provisioning.gitops.DeliveryTarget;
import io.aiplat.provisioning.gitops.GitopsLoop;
import io.aiplat.store.HomeState;
import io.aiplat.store.gitops.GitopsFiles;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The sources of a home, followed beside the gateway in one process.
public final class GitopsService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GitopsService.class);

    private final GitopsLoop loop;

    private GitopsService(GitopsLoop loop) {
        this.loop = loop;
    }

    /// Begins to follow them. The cluster may be down: sources wait until it answers.
    ///
    /// @param kind of the cluster; there is one
    public static GitopsService start(InstallScope scope, ClusterKind kind) {
        Duration limit = scope.settings().waits().workload();
        return new GitopsService(new GitopsLoop(
                        new GitopsFiles(scope.home()),
                        scope.gitops(),
                        name -> target(scope, kind, name, limit),
                        Clock.systemUTC(),
                        line -> LOG.info("gitops: {}", line))
                .start());
    }

    private static Optional<DeliveryTarget> target(InstallScope scope, ClusterKind kind, String name, Duration limit) {
        HomeState.Cluster made = scope.state().readOrCreate().cluster();
        ClusterProvider cluster = scope.cluster(kind);
        String namespace = made == null ? scope.settings().cluster().namespace() : made.namespace();
        try {
            KubernetesApi kube = cluster.kube();
            return kube.apiReady() instanceof Readiness.Ready
                    ? Optional.of(target(kube, namespace, name, limit))
                    : Optional.empty();
        } catch (ApplianceException _) {
            // It is not there yet, or not any more; `status` says so.
            return Optional.empty();
        }
    }

    /// The target of a source in a cluster.
    ///
    /// @param namespace of the home
    public static DeliveryTarget target(KubernetesApi kube, String namespace, String name, Duration limit) {
        return new ClusterTarget(new Delivery(kube, namespace, name), limit);
    }

    @Override
    public void close() {
        loop.close();
    }
}
