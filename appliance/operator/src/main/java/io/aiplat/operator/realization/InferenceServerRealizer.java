package io.aiplat.operator.realization;

import io.aiplat.operator.desired.GatewayRoutes;
import io.aiplat.operator.desired.InferenceServer;
import io.aiplat.routing.Deployment;
import io.aiplat.routing.Route;
import io.aiplat.routing.Strategy;
import io.aiplat.routing.Upstream;
import io.aiplat.routing.UpstreamKind;
import io.aiplat.routing.source.Fragment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Realizer of inference servers: has their copies run, and leads the gateway to them as soon as the first of them
/// answers.
final class InferenceServerRealizer implements Realizer<InferenceServer> {
    private final WorkloadRealizer workloads;
    private final RouteRealizer routes;
    private final Set<ResourceKey> served = ConcurrentHashMap.newKeySet();

    InferenceServerRealizer(WorkloadRealizer workloads, RouteRealizer routes) {
        this.workloads = workloads;
        this.routes = routes;
    }

    @Override
    public Realization realize(ResourceKey key, List<InferenceServer> wanted, @Nullable ModelReport before) {
        InferenceServer server = wanted.getFirst();
        Realization copies = workloads.realize(key, List.of(server.workload()), before);
        WorkloadReport report = copies.workload();
        // Who has been served is told that the server is away, and not that there is no such model.
        if (!served.contains(key) && (report == null || report.ready() == 0)) {
            return copies;
        }
        served.add(key);
        Realization routed = routes.realize(
                key, List.of(new GatewayRoutes(fragment(key, server, report == null ? 0 : report.ready()))), before);
        return routed.stage() == Realization.Stage.DEGRADED && report != null ? routed.with(report) : copies;
    }

    /// Each copy is a server of its own, so that one that has seen the beginning of a prompt is asked again.
    ///
    /// @param ready copies that answer
    static Fragment fragment(ResourceKey key, InferenceServer server, int ready) {
        String place = key.namespace() + "/" + key.name();
        int copies = Math.clamp(ready, 1, Route.MOST_DEPLOYMENTS);
        Map<String, Upstream> upstreams = new HashMap<>();
        List<Deployment> deployments = new ArrayList<>();
        for (int copy = 0; copy < copies; copy++) {
            String name = place + "/" + copy;
            upstreams.put(
                    name,
                    new Upstream(
                            name, UpstreamKind.OPENAI, ServiceAddresses.copy(server.endpoint(), copy), null, Map.of()));
            deployments.add(Deployment.of(name, server.name()));
        }
        return new Fragment(
                null, upstreams, List.of(Route.of(server.name(), deployments, Strategy.PREFIX)), Map.of(), Map.of());
    }

    /// Undoes what is not undone by the realizers of its parts.
    void release(ResourceKey key) {
        served.remove(key);
    }
}
