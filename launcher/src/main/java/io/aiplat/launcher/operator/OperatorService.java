package io.aiplat.launcher.operator;

import io.aiplat.cluster.ClusterProvider;
import io.aiplat.cluster.kubernetes.KubernetesApi;
import io.aiplat.launcher.routes.ConfigReload;
import io.aiplat.launcher.wiring.InstallScope;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.Readiness;
import io.aiplat.operator.OperatorLoop;
import io.aiplat.operator.realization.ClusterObjects;
import io.aiplat.operator.realization.ModelHome;
import io.aiplat.operator.realization.Realizers;
import io.aiplat.operator.realization.RoutePublisher;
import io.aiplat.operator.realization.TeamHome;
import io.aiplat.operator.scaling.ScaledServers;
import java.time.Clock;
import java.util.Optional;

/// Operator of the appliance's own cluster, beside the gateway in one process.
public final class OperatorService implements AutoCloseable {
    private final OperatorLoop loop;
    private final ServiceForwards forwards;
    private final OperatorBundles bundles;

    private OperatorService(OperatorLoop loop, ServiceForwards forwards, OperatorBundles bundles) {
        this.loop = loop;
        this.forwards = forwards;
        this.bundles = bundles;
    }

    /// Begins to watch the cluster. It may be down: what it has is watched as soon as it answers.
    ///
    /// @param scaling of inference servers; closed by whoever made it
    /// @param status  tells what it leaves alone
    /// @param routes  what resources add their routes to
    public static OperatorService start(
            InstallScope scope,
            ClusterKind kind,
            ModelHome models,
            TeamHome teams,
            ScaledServers scaling,
            OperatorStatus status,
            ConfigReload routes) {
        ClusterProvider cluster = scope.cluster(kind);
        ServiceForwards forwards = new ServiceForwards(cluster);
        OperatorBundles bundles = new OperatorBundles(scope, kind);
        RoutePublisher publisher = new RoutePublisher(routes::add, routes::remove);
        Realizers realizers = new Realizers(
                models,
                forwards,
                publisher,
                new ClusterObjects(cluster::kube),
                new HostGateway(scope.settings().gateway()),
                teams,
                bundles,
                scaling,
                System::nanoTime);
        String owner = scope.state().readOrCreate().owner();
        OperatorLoop loop = OperatorLoop.start(() -> answering(cluster), owner, realizers, Clock.systemUTC());
        status.follow(loop::leftAlone);
        return new OperatorService(loop, forwards, bundles);
    }

    private static Optional<KubernetesApi> answering(ClusterProvider cluster) {
        KubernetesApi kube = cluster.kube();
        return kube.apiReady() instanceof Readiness.Ready ? Optional.of(kube) : Optional.empty();
    }

    @Override
    public void close() {
        loop.close();
        bundles.close();
        forwards.close();
    }
}
