package io.aiplat.launcher.pods;

import io.aiplat.launcher.routes.ConfigReload;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Secret;
import io.aiplat.operator.pods.PodCluster;
import io.aiplat.operator.pods.PublishedRoutes;
import io.aiplat.routing.KeySeed;
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
    public static final GatewayPod NONE = new GatewayPod(null, null, List.of());

    /// An operator that starts at the same time has made its Secret by then; else the pod starts again.
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final @Nullable PodCluster cluster;
    private final @Nullable PublishedRoutes routes;
    private final List<KeySeed> keys;

    private GatewayPod(@Nullable PodCluster cluster, @Nullable PublishedRoutes routes, List<KeySeed> keys) {
        this.cluster = cluster;
        this.routes = routes;
        this.keys = keys;
    }

    /// Begins to watch, and waits for the keys.
    ///
    /// @param secret of the operator, in the pod's namespace
    /// @param into   takes the routes
    /// @throws ApplianceException OPERATOR_NO_POD, OPERATOR_NOT_THERE, `CLUSTER_API_REFUSED` and the like
    public static GatewayPod join(String secret, ConfigReload into) {
        PodCluster cluster = PodCluster.here(null);
        try {
            PublishedRoutes routes = new PublishedRoutes(cluster, secret, into::add, into::remove);
            try {
                return new GatewayPod(cluster, routes, seeds(routes.keys(PATIENCE)));
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

    /// Keys that the gateway has besides those of its file.
    public List<KeySeed> keys() {
        return keys;
    }

    @Override
    public void close() {
        if (routes != null) {
            routes.close();
        }
        if (cluster != null) {
            cluster.close();
        }
    }
}
