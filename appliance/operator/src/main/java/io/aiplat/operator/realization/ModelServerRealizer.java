package io.aiplat.operator.realization;

import io.aiplat.operator.desired.GatewayRoutes;
import io.aiplat.operator.desired.ModelServer;
import io.aiplat.routing.Deployment;
import io.aiplat.routing.Route;
import io.aiplat.routing.Strategy;
import io.aiplat.routing.Upstream;
import io.aiplat.routing.UpstreamKind;
import io.aiplat.routing.source.Fragment;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Realizer of model servers: has their copies run, and leads the gateway to them as soon as the first of them
/// answers.
final class ModelServerRealizer implements Realizer<ModelServer> {
    private final WorkloadRealizer workloads;
    private final RouteRealizer routes;
    private final Set<ResourceKey> served = ConcurrentHashMap.newKeySet();

    ModelServerRealizer(WorkloadRealizer workloads, RouteRealizer routes) {
        this.workloads = workloads;
        this.routes = routes;
    }

    @Override
    public Realization realize(ResourceKey key, List<ModelServer> wanted, @Nullable ModelReport before) {
        ModelServer server = wanted.getFirst();
        Realization copies = workloads.realize(key, List.of(server.workload()), before);
        WorkloadReport report = copies.workload();
        // Who has been served is told that the server is away, and not that there is no such model.
        if (!served.contains(key) && (report == null || report.ready() == 0)) {
            return copies;
        }
        served.add(key);
        Realization routed = routes.realize(key, List.of(new GatewayRoutes(fragment(key, server))), before);
        return routed.stage() == Realization.Stage.DEGRADED && report != null ? routed.with(report) : copies;
    }

    private static Fragment fragment(ResourceKey key, ModelServer server) {
        String place = key.namespace() + "/" + key.name();
        return new Fragment(
                null,
                Map.of(place, new Upstream(place, UpstreamKind.OPENAI, server.endpoint(), null, Map.of())),
                List.of(Route.of(server.name(), List.of(Deployment.of(place, server.name())), Strategy.WEIGHTED)),
                Map.of(),
                Map.of());
    }

    /// Undoes what is not undone by the realizers of its parts.
    void release(ResourceKey key) {
        served.remove(key);
    }
}
