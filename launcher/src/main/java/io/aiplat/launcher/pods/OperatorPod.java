package io.aiplat.launcher.pods;

import io.aiplat.cluster.kubernetes.KubernetesApi;
import io.aiplat.console.ModelPulls;
import io.aiplat.launcher.operator.OperatorModels;
import io.aiplat.launcher.routes.ConfigReload;
import io.aiplat.launcher.serve.LibraryLogs;
import io.aiplat.launcher.serve.Lifecycle;
import io.aiplat.launcher.wiring.ServeScope;
import io.aiplat.management.job.Jobs;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.EngineKind;
import io.aiplat.model.Problem;
import io.aiplat.model.Readiness;
import io.aiplat.operator.OperatorLoop;
import io.aiplat.operator.bundles.BundleHome;
import io.aiplat.operator.pods.GatewayPods;
import io.aiplat.operator.pods.PodCluster;
import io.aiplat.operator.pods.RoutePublication;
import io.aiplat.operator.pods.ScalingPublication;
import io.aiplat.operator.realization.ClusterObjects;
import io.aiplat.operator.realization.Realizers;
import io.aiplat.operator.realization.RoutePublisher;
import io.aiplat.operator.realization.ServiceAddresses;
import io.aiplat.operator.realization.TeamHome;
import io.aiplat.operator.scaling.ScaledServers;
import io.aiplat.provisioning.run.OpenEngine;
import io.aiplat.routing.GatewayConfig;
import io.aiplat.routing.Listener;
import io.aiplat.routing.source.RouteProblem;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The operator in a pod: obeys custom resources of its cluster, and publishes their routes for the gateways beside
/// it. It merges them with the same file as these, so a resource hears of a conflict here, and serves nobody itself.
public final class OperatorPod implements AutoCloseable {
    /// No request waits here; gateways have a patience of their own.
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final Logger LOG = LoggerFactory.getLogger(OperatorPod.class);

    private final Lifecycle services;
    private final ConfigReload routes;
    private final RoutePublication publication;
    private final ScalingPublication scaling;
    private final OperatorLoop loop;
    private final HealthPort health;

    /// What the pod is told.
    ///
    /// @param deployment that made it
    /// @param secret     for routes and keys, in its namespace
    /// @param namespace  to obey resources of; null for all
    /// @param gateway    service of the gateways and its port, as `aiplat-gateway:4000`
    /// @param health     port of its probes
    /// @param loads      port on which each gateway says how much it is asked
    public record Place(
            String deployment, String secret, @Nullable String namespace, String gateway, int health, int loads) {}

    private OperatorPod(
            Lifecycle services,
            ConfigReload routes,
            RoutePublication publication,
            ScalingPublication scaling,
            OperatorLoop loop,
            HealthPort health) {
        this.services = services;
        this.routes = routes;
        this.publication = publication;
        this.scaling = scaling;
        this.loop = loop;
        this.health = health;
    }

    /// Begins.
    ///
    /// @param routes   the gateways' file
    /// @param listener what it says of their store
    /// @throws ApplianceException OPERATOR_NO_POD, `CLUSTER_API_REFUSED` and the like
    public static OperatorPod open(ServeScope scope, ConfigReload routes, Listener listener, Place place) {
        LibraryLogs.join();
        return Lifecycle.open(services -> open(services, scope, routes, listener, place));
    }

    private static OperatorPod open(
            Lifecycle services, ServeScope scope, ConfigReload routes, Listener listener, Place place) {
        scope.home().open();
        PodCluster cluster = services.start(() -> PodCluster.here(place.deployment), PodCluster::close);
        HealthPort health = services.start(() -> HealthPort.open(place.health), HealthPort::close);
        cluster.keys(
                place.secret,
                Map.of(
                        GatewayPod.OWNER,
                        scope.ownerKey().readOrCreate(),
                        GatewayPod.ADMIN,
                        scope.adminKey().readOrCreate()));
        OpenEngine engine =
                services.start(() -> scope.engines().open(ClusterKind.NONE, EngineKind.OLLAMA), OpenEngine::close);
        Jobs jobs = services.start(() -> new Jobs(Clock.systemUTC()), Jobs::close);
        RoutePublication publication = new RoutePublication(cluster, place.secret, System::nanoTime);
        RoutePublisher publisher = new RoutePublisher(
                source -> {
                    routes.add(source);
                    publication.add(source);
                },
                source -> {
                    routes.remove(source);
                    publication.remove(source);
                });
        URI gateway = URI.create("http://" + inNamespace(place.gateway, cluster.namespace()) + "/v1");
        ScaledServers scaling =
                services.start(() -> new ScaledServers(PATIENCE, System::nanoTime), ScaledServers::close);
        TeamHome teams = teams(services, scope, listener);
        Realizers realizers = new Realizers(
                new OperatorModels(
                        new ModelPulls(engine.store(), scope.modelRegistry(), jobs), engine.store(), engine.engine()),
                ServiceAddresses.INSIDE,
                publisher,
                new ClusterObjects(cluster::api, place.namespace),
                _ -> Optional.of(gateway),
                teams,
                BundleHome.NONE,
                scaling,
                System::nanoTime);
        OperatorLoop loop = services.start(
                () -> OperatorLoop.startIn(
                        () -> answering(cluster.api()),
                        cluster.api().owner(),
                        realizers,
                        Clock.systemUTC(),
                        place.namespace),
                OperatorLoop::close);
        ScalingPublication resting = new ScalingPublication(cluster, place.secret, scaling, System::nanoTime);
        scaling.follow(services.start(() -> gateways(cluster, place, scaling, resting), GatewayPods::close));
        return new OperatorPod(services, routes, publication, resting, loop, health);
    }

    private static TeamHome teams(Lifecycle services, ServeScope scope, Listener listener) {
        return listener.database() == null
                ? new UnsharedTeams()
                : services.start(() -> new SharedTeams(() -> scope.governance(listener)), SharedTeams::close);
    }

    /// They are in the cluster, where no proxy leads.
    private static GatewayPods gateways(
            PodCluster cluster, Place place, ScaledServers scaling, ScalingPublication resting) {
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .proxy(HttpClient.Builder.NO_PROXY)
                .connectTimeout(Duration.ofSeconds(3))
                .build();
        String service = place.gateway.replaceFirst(":.*", "");
        return GatewayPods.watch(
                cluster,
                new GatewayPods.Asking(service, place.loads, place.secret, GatewayPod.ADMIN),
                scaling,
                resting,
                http);
    }

    /// `aiplat-gateway:4000` as other namespaces reach it.
    private static String inNamespace(String service, String namespace) {
        int colon = service.indexOf(':');
        String name = colon < 0 ? service : service.substring(0, colon);
        return name + "." + namespace + ".svc" + (colon < 0 ? "" : service.substring(colon));
    }

    private static Optional<KubernetesApi> answering(KubernetesApi api) {
        return api.apiReady() instanceof Readiness.Ready ? Optional.of(api) : Optional.empty();
    }

    /// Merges, publishes, and tells the probes. For the thread that waits for its end.
    public void look() {
        routes.look(new Follower());
        scaling.look();
        Problem wrong = loop.watches() ? publication.look() : null;
        health.looked(loop.watches() && wrong == null);
    }

    @Override
    public void close() {
        services.close();
    }

    /// Gateways serve; this process has only to know what they would refuse.
    private static final class Follower implements ConfigReload.Follower {
        @Override
        public void follow(GatewayConfig plan) {
            LOG.debug("gateways have {} routes", plan.routes().size());
        }

        @Override
        public void keep(List<Problem> wrong) {
            wrong.forEach(problem -> LOG.warn("{}", problem.toText()));
        }

        @Override
        public void reject(List<RouteProblem> parts) {
            parts.forEach(part -> LOG.warn("{}", part.problem().toText()));
        }
    }
}
