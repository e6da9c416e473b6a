package io.aiplat.operator.pods;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.Secret;
import io.aiplat.operator.scaling.ScaledServer;
import io.aiplat.operator.scaling.ScaledServers;
import io.aiplat.routing.Origin;
import io.aiplat.routing.scaling.RouteLoad;
import io.aiplat.routing.scaling.RouteLoads;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gateways of one Service, for the operator: asks each about once a second how much its routes are asked, and hears
/// at once when a request waits for a server. Which there are is watched; the API of the cluster is asked nothing
/// else.
///
/// A gateway that is there and does not answer may have requests: as long as that is so, nobody is idle.
public final class GatewayPods implements RouteLoads, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayPods.class);
    private static final String SERVICE = "kubernetes.io/service-name";

    private final Asking place;
    private final ScaledServers servers;
    private final ScalingPublication publication;
    private final HttpClient http;
    private final Supplier<Secret> token;
    private final Map<String, AskedGateway> gateways = new ConcurrentHashMap<>();
    private final AtomicLong unknown = new AtomicLong();
    private @Nullable SharedIndexInformer<EndpointSlice> informer;

    /// Where gateways are.
    ///
    /// @param service of all of them
    /// @param port    where each answers the operator
    /// @param secret  that has the key for that
    /// @param entry   of the secret, with the key
    public record Asking(String service, int port, String secret, String entry) {}

    private GatewayPods(
            PodCluster cluster, Asking place, ScaledServers servers, ScalingPublication publication, HttpClient http) {
        this.place = place;
        this.servers = servers;
        this.publication = publication;
        this.http = http;
        this.token = () -> new Secret(new String(
                cluster.secret(place.secret).orElse(Map.of()).getOrDefault(place.entry, new byte[] {'-'}),
                StandardCharsets.UTF_8));
    }

    /// Begins to watch and to ask; those that are there now are known when it returns.
    ///
    /// @param http asks without a proxy
    /// @throws ApplianceException `CLUSTER_API_REFUSED` and the like
    public static GatewayPods watch(
            PodCluster cluster, Asking place, ScaledServers servers, ScalingPublication publication, HttpClient http) {
        GatewayPods pods = new GatewayPods(cluster, place, servers, publication, http);
        SharedIndexInformer<EndpointSlice> informer = cluster.api()
                .call(
                        "watch the endpoints of service " + place.service,
                        () -> cluster.api()
                                .client()
                                .discovery()
                                .v1()
                                .endpointSlices()
                                .inNamespace(cluster.namespace())
                                .withLabel(SERVICE, place.service)
                                .inform(pods.handler()));
        pods.become(informer);
        return pods;
    }

    private synchronized void become(SharedIndexInformer<EndpointSlice> watching) {
        informer = watching;
        become();
    }

    private ResourceEventHandler<EndpointSlice> handler() {
        return new ResourceEventHandler<>() {
            @Override
            public void onAdd(EndpointSlice now) {
                become();
            }

            @Override
            public void onUpdate(EndpointSlice before, EndpointSlice now) {
                become();
            }

            @Override
            public void onDelete(EndpointSlice before, boolean unknown) {
                become();
            }
        };
    }

    /// Asks those that are there, and no others.
    private synchronized void become() {
        SharedIndexInformer<EndpointSlice> watching = informer;
        if (watching == null) {
            // The first are told while it is made.
            return;
        }
        Map<String, Boolean> there = new HashMap<>();
        for (EndpointSlice slice : watching.getStore().list()) {
            for (Endpoint endpoint : slice.getEndpoints()) {
                boolean ready = endpoint.getConditions() == null
                        || !Boolean.FALSE.equals(endpoint.getConditions().getReady());
                endpoint.getAddresses().forEach(address -> there.merge(address, ready, Boolean::logicalOr));
            }
        }
        there.forEach((address, ready) ->
                gateways.computeIfAbsent(address, this::asked).is(ready));
        for (String address : Set.copyOf(gateways.keySet())) {
            if (!there.containsKey(address)) {
                AskedGateway gone = gateways.remove(address);
                if (gone != null) {
                    gone.close();
                }
            }
        }
    }

    private AskedGateway asked(String address) {
        LOG.debug("asks the gateway at {}", address);
        return AskedGateway.start(address, place.port, http, token, servers::routes, this::wake);
    }

    /// A request waits for its server.
    private void wake(Origin origin) {
        ScaledServer server = servers.of(origin);
        if (server != null && !server.isRunning()) {
            var _ = server.start();
        }
    }

    @Override
    public RouteLoad of(Origin origin, String route) {
        int inFlight = 0;
        long ended = 0;
        boolean known = true;
        for (AskedGateway gateway : gateways.values()) {
            RouteLoad load = gateway.load(origin);
            inFlight += load.inFlight();
            ended += load.ended();
            known &= gateway.isHeard();
        }
        // A number that is never the same is that of a server that is in use.
        return new RouteLoad(inFlight, known ? ended : -unknown.incrementAndGet());
    }

    @Override
    public boolean isKnownAsleep(Origin origin) {
        ScalingDocument told = publication.published();
        return told.resting().stream().anyMatch(each -> each.origin().equals(origin))
                && gateways.values().stream().allMatch(gateway -> gateway.knows(told.number()));
    }

    @Override
    public synchronized void close() {
        if (informer != null) {
            informer.stop();
        }
        gateways.values().forEach(AskedGateway::close);
        http.close();
    }
}
