package io.aiplat.launcher.pods;

import io.aiplat.launcher.routes.ConfigReload;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Secret;
import io.aiplat.operator.pods.PodCluster;
import io.aiplat.operator.pods.PublishedRoutes;
import io.aiplat.operator.pods.PublishedScaling;
import io.aiplat.routing.KeySeed;
import io.aiplat.routing.scaling.ColdStarts;
import io.aiplat.routing.scaling.RouteLoads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a gateway takes from the operator of its namespace: routes, and the keys that open every gateway.
public final class GatewayPod implements AutoCloseable {
    /// Name of the ordinary key.
    static final String OWNER = "owner";

    /// Name of the key of the admin API.
    static final String ADMIN = "admin";

    /// Of a gateway that takes nothing.
    public static final GatewayPod NONE = new GatewayPod(null, null, null, List.of());

    /// An operator that starts at the same time has made its Secret by then; else the pod starts again.
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final @Nullable PodCluster cluster;
    private final @Nullable PublishedRoutes routes;
    private final @Nullable PublishedScaling scaling;
    private final List<KeySeed> keys;
    private @Nullable LoadsPort loads;

    private GatewayPod(
            @Nullable PodCluster cluster,
            @Nullable PublishedRoutes routes,
            @Nullable PublishedScaling scaling,
            List<KeySeed> keys) {
        this.cluster = cluster;
        this.routes = routes;
        this.scaling = scaling;
        this.keys = keys;
    }

    /// Begins to watch, and waits for the keys.
    ///
    /// @param secret   of the operator, in the pod's namespace
    /// @param into     takes the routes
    /// @param patience how long a request waits for a server of which none runs
    /// @throws ApplianceException OPERATOR_NO_POD, OPERATOR_NOT_THERE, `CLUSTER_API_REFUSED` and the like
    public static GatewayPod join(String secret, ConfigReload into, Duration patience) {
        PodCluster cluster = PodCluster.here(null);
        try {
            PublishedScaling scaling = new PublishedScaling(patience);
            PublishedRoutes routes = new PublishedRoutes(cluster, secret, scaling, into::add, into::remove);
            try {
                return new GatewayPod(cluster, routes, scaling, seeds(routes.keys(PATIENCE)));
            } catch (RuntimeException e) {
                routes.close();
                throw e;
            }
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private static List<KeySeed> seeds(Map<String, Secret> tokens) {
        List<KeySeed> seeds = new ArrayList<>();
        for (String name : List.of(OWNER, ADMIN)) {
            Secret token = tokens.get(name);
            if (token != null) {
                seeds.add(new KeySeed(
                        name,
                        token,
                        name.equals(ADMIN),
                        false,
                        null,
                        null,
                        List.of("*"),
                        null,
                        null,
                        null,
                        null,
                        List.of()));
            }
        }
        return List.copyOf(seeds);
    }

    /// Who starts servers of which there are none.
    public ColdStarts starts() {
        return scaling == null ? ColdStarts.NONE : scaling;
    }

    /// Answers the operator from now on, where there is one.
    ///
    /// @param port    for that
    /// @param counted loads of this gateway
    /// @throws ApplianceException POD_CANNOT_LISTEN if the port is taken
    public void tell(int port, RouteLoads counted) {
        if (scaling == null) {
            return;
        }
        for (KeySeed seed : keys) {
            if (seed.name().equals(ADMIN)) {
                loads = LoadsPort.open(port, seed.key(), scaling, counted);
            }
        }
    }

    /// Keys that the gateway has besides those of its file.
    public List<KeySeed> keys() {
        return keys;
    }

    @Override
    public void close() {
        if (loads != null) {
            loads.close();
        }
        if (routes != null) {
            routes.close();
        }
        if (cluster != null) {
            cluster.close();
        }
    }
}
