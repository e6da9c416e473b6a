package io.aiplat.operator.realization;

import io.aiplat.model.ApplianceException;
import io.aiplat.operator.desired.ContainerWorkload;
import io.aiplat.operator.desired.GatewayRoutes;
import io.aiplat.operator.desired.InferenceServer;
import io.aiplat.operator.scaling.ScaledServer;
import io.aiplat.operator.scaling.ScaledServers;
import io.aiplat.routing.Deployment;
import io.aiplat.routing.Route;
import io.aiplat.routing.Strategy;
import io.aiplat.routing.Upstream;
import io.aiplat.routing.UpstreamKind;
import io.aiplat.routing.source.Fragment;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Realizer of inference servers: has their copies run, and leads the gateway to them as soon as the first of them
/// answers. Of those that are scaled to zero the route is there first: who asks for one has it started.
final class InferenceServerRealizer implements Realizer<InferenceServer> {
    /// The cluster's API may be back by then.
    private static final Duration RETRY = Duration.ofSeconds(20);
    /// Further copies may answer by then.
    private static final Duration SOON = Duration.ofSeconds(3);

    private final WorkloadRealizer workloads;
    private final RouteRealizer routes;
    private final ScaledServers scaling;
    private final Set<ResourceKey> served = ConcurrentHashMap.newKeySet();
    private final Map<String, Waking> waking = new ConcurrentHashMap<>();
    private volatile Consumer<ResourceKey> listener = _ -> {};

    InferenceServerRealizer(WorkloadRealizer workloads, RouteRealizer routes, ScaledServers scaling) {
        this.workloads = workloads;
        this.routes = routes;
        this.scaling = scaling;
    }

    /// What requests may wait for.
    ///
    /// @param workload name of the Deployment
    private record Waking(String workload, ScaledServer scaled) {}

    /// Looks at an object that has changed, only for what requests wait for: they need not wait, too, until all the
    /// rest is realized.
    void glance(ResourceKey key, HasMetadata object) {
        Waking one = waking.get(id(key));
        if (one != null
                && !one.scaled.isRunning()
                && object instanceof io.fabric8.kubernetes.api.model.apps.Deployment there
                && there.getMetadata().getName().equals(one.workload)) {
            WorkloadReport report = WorkloadRealizer.report(there, one.scaled.copies());
            if (report.settled() && report.ready() > 0) {
                one.scaled.found(true, false);
            }
        }
    }

    /// Without its age, which objects do not say.
    private static String id(ResourceKey key) {
        return key.kind() + "/" + key.namespace() + "/" + key.name();
    }

    /// Takes what to call, from any thread, when there are to be more or fewer copies of a resource's server.
    void onScaling(Consumer<ResourceKey> heard) {
        listener = heard;
    }

    @Override
    public Realization realize(ResourceKey key, List<InferenceServer> wanted, @Nullable ModelReport before) {
        InferenceServer server = wanted.getFirst();
        Realization copies;
        try {
            copies = copies(key, server);
        } catch (ApplianceException e) {
            return Realization.degraded(e.problem()).again(RETRY);
        }
        WorkloadReport report = copies.workload();
        int ready = report == null ? 0 : report.ready();
        // Who has been served is told that the server is away, and not that there is no such model.
        if (!served.contains(key)
                && ready == 0
                && (!isStarted(server) || copies.stage() == Realization.Stage.DEGRADED)) {
            return copies;
        }
        served.add(key);
        Realization routed = routes.realize(key, List.of(new GatewayRoutes(fragment(key, server, ready))), before);
        return routed.stage() == Realization.Stage.DEGRADED && report != null ? routed.with(report) : copies;
    }

    /// Whether a copy is started when somebody asks for it.
    private static boolean isStarted(InferenceServer server) {
        ContainerWorkload.Scaling bounds = server.workload().scaling();
        return bounds != null && bounds.min() == 0;
    }

    private Realization copies(ResourceKey key, InferenceServer server) {
        ContainerWorkload workload = server.workload();
        ContainerWorkload.Scaling bounds = workload.scaling();
        ScaledServer scaled = scaling.server(key.origin(), server.name(), () -> listener.accept(key));
        if (bounds == null) {
            scaled.follow(null, workload.replicas());
            return workloads.realize(key, workload, null);
        }
        waking.put(id(key), new Waking(workload.name(), scaled));
        boolean measured = workloads.measures(bounds);
        ScaledServer.Rule rule = new ScaledServer.Rule(
                bounds.min(),
                bounds.max(),
                bounds.requests().target(),
                bounds.requests().idle());
        scaled.follow(measured ? rule.wakingOnly() : rule, workloads.copies(key, workload));
        int count = scaled.take();
        // From one copy on, who measures says how many there are.
        Realization made = workloads.realize(key, workload, measured && count > 0 ? null : count);
        WorkloadReport report = made.workload();
        if (report == null) {
            return made;
        }
        boolean broken = made.stage() == Realization.Stage.DEGRADED && report.ready() == 0;
        scaled.found(report.settled() && report.ready() > 0, broken);
        return told(made, report, bounds);
    }

    private static Realization told(Realization made, WorkloadReport report, ContainerWorkload.Scaling bounds) {
        if (made.stage() == Realization.Stage.READY && report.wanted() == 0) {
            return Realization.asleep().with(report);
        }
        int least = Math.max(1, bounds.min());
        // One that is asked a lot is no less ready while further copies come.
        return made.stage() == Realization.Stage.PROGRESSING && report.wanted() > least && report.ready() >= least
                ? Realization.ready(report.ready() + " of " + report.wanted() + " copies answer. " + made.message())
                        .with(report)
                        .again(SOON)
                : made;
    }

    /// Each copy is a server of its own, so that one that has seen the beginning of a prompt is asked again.
    ///
    /// @param ready copies that answer
    static Fragment fragment(ResourceKey key, InferenceServer server, int ready) {
        String place = key.namespace() + "/" + key.name();
        int copies = Math.clamp(ready, 1, Route.MOST_DEPLOYMENTS);
        int gpus = RequestedGpus.of(server.workload().container().resources());
        Map<String, Upstream> upstreams = new HashMap<>();
        List<Deployment> deployments = new ArrayList<>();
        for (int copy = 0; copy < copies; copy++) {
            String name = place + "/" + copy;
            upstreams.put(
                    name,
                    new Upstream(
                                    name,
                                    UpstreamKind.OPENAI,
                                    ServiceAddresses.copy(server.endpoint(), copy),
                                    null,
                                    Map.of())
                            .computingOn(gpus));
            deployments.add(Deployment.of(name, server.name()));
        }
        return new Fragment(
                null, upstreams, List.of(Route.of(server.name(), deployments, Strategy.PREFIX)), Map.of(), Map.of());
    }

    /// Undoes what is not undone by the realizers of its parts.
    void release(ResourceKey key) {
        served.remove(key);
        waking.remove(id(key));
        scaling.release(key.origin());
    }
}
