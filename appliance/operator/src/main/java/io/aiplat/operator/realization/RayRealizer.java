package io.aiplat.operator.realization;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.aiplat.model.ApplianceException;
import io.aiplat.operator.desired.GatewayRoutes;
import io.aiplat.operator.desired.RayServer;
import io.aiplat.operator.workload.RayObjects;
import io.aiplat.routing.Deployment;
import io.aiplat.routing.Route;
import io.aiplat.routing.Strategy;
import io.aiplat.routing.Upstream;
import io.aiplat.routing.UpstreamKind;
import io.aiplat.routing.source.Fragment;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Realizer of Ray servers: has KubeRay run them, and leads the gateway to them as soon as KubeRay says that they
/// answer
/// (https://github.com/ray-project/kuberay/blob/v1.5.0/ray-operator/apis/ray/v1/rayservice_types.go).
final class RayRealizer implements Realizer<RayServer> {
    private static final String KIND = "RayService";
    private static final Duration SOON = Duration.ofSeconds(3);
    private static final Duration RETRY = Duration.ofSeconds(20);
    /// Of an application that comes to nothing as it is.
    private static final Set<String> FAILED = Set.of("DEPLOY_FAILED", "UNHEALTHY");

    private final ClusterObjects objects;
    private final RouteRealizer routes;
    private final Set<ResourceKey> served = ConcurrentHashMap.newKeySet();

    RayRealizer(ClusterObjects objects, RouteRealizer routes) {
        this.objects = objects;
        this.routes = routes;
    }

    @Override
    public Realization realize(ResourceKey key, List<RayServer> wanted, @Nullable ModelReport before) {
        RayServer server = wanted.getFirst();
        Realization found;
        try {
            ObjectWatch watch = objects.watch();
            // Begins to watch the kind, where the cluster has it by now.
            watch.knows(KIND);
            boolean changed = objects.apply(key, RayObjects.of(server, key.namespace()));
            JsonNode there = changed
                    ? MissingNode.getInstance()
                    : watch.find(KIND, key.namespace(), server.object())
                            .map(object -> objects.api()
                                    .client()
                                    .getKubernetesSerialization()
                                    .convertValue(object, JsonNode.class))
                            .orElse(MissingNode.getInstance());
            found = standing(KIND + " " + key.namespace() + "/" + server.object(), server, there);
        } catch (ApplianceException e) {
            return Realization.degraded(e.problem()).again(RETRY);
        }
        if (found.stage() != Realization.Stage.READY && !served.contains(key)) {
            return found;
        }
        served.add(key);
        Realization routed = routes.realize(key, List.of(new GatewayRoutes(fragment(key, server))), before);
        WorkloadReport report = found.workload();
        return routed.stage() == Realization.Stage.DEGRADED && report != null ? routed.with(report) : found;
    }

    /// How far KubeRay has brought it.
    ///
    /// @param name   of the object, for people
    /// @param object as it is now; missing where it was just made or changed
    static Realization standing(String name, RayServer server, JsonNode object) {
        JsonNode status = object.path("status");
        int endpoints = status.path("numServeEndpoints").asInt(0);
        boolean seen = status.path("observedGeneration").asLong(0)
                >= object.at("/metadata/generation").asLong(1);
        WorkloadReport report = new WorkloadReport(endpoints, server.min(), seen, KIND);
        JsonNode ready = condition(status, "Ready");
        if (seen && ready.path("status").asText().equals("True")) {
            return Realization.ready("Ray Serve answers, at " + endpoints + (endpoints == 1 ? " pod." : " pods."))
                    .with(report);
        }
        for (String part : List.of("pendingServiceStatus", "activeServiceStatus")) {
            for (JsonNode each : status.path(part).path("applicationStatuses")) {
                if (FAILED.contains(each.path("status").asText())) {
                    return Realization.degraded(RealizationProblems.rayFailed(
                                    name, each.path("message").asText()))
                            .again(RETRY)
                            .with(report);
                }
            }
        }
        String said = ready.path("message").asText();
        return Realization.progressing(
                        "Starting",
                        status.isEmpty()
                                ? "KubeRay has not looked at " + name + " yet; its operator has to run."
                                : "KubeRay brings up " + name + (said.isEmpty() ? "." : ": " + said),
                        SOON)
                .with(report);
    }

    private static JsonNode condition(JsonNode status, String type) {
        for (JsonNode each : status.path("conditions")) {
            if (each.path("type").asText().equals(type)) {
                return each;
            }
        }
        return MissingNode.getInstance();
    }

    /// One upstream: Ray Serve deals out requests among the copies by itself.
    private static Fragment fragment(ResourceKey key, RayServer server) {
        String name = key.namespace() + "/" + key.name();
        // How many copies there are is Ray's to say; the fewest are there always.
        int copies = Math.max(1, server.min());
        int gpus =
                RequestedGpus.of(server.worker().resources()) * server.split().pipeline() * copies;
        return new Fragment(
                null,
                Map.of(
                        name,
                        new Upstream(name, UpstreamKind.OPENAI, server.endpoint(), null, Map.of()).computingOn(gpus)),
                List.of(Route.of(server.name(), List.of(Deployment.of(name, server.name())), Strategy.PREFIX)),
                Map.of(),
                Map.of());
    }

    /// Undoes what is not undone by the realizer of routes.
    void release(ResourceKey key) {
        served.remove(key);
    }
}
