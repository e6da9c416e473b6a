package io.aiplat.operator.scaling;

import io.aiplat.routing.Origin;
import io.aiplat.routing.scaling.ColdStarts;
import io.aiplat.routing.scaling.RouteLoad;
import io.aiplat.routing.scaling.RouteLoads;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Scaled servers of an operator, by the resources that want them. It is there before the gateway, which asks it who
/// starts what, and looks at the gateway's loads once a second from when it knows them.
public final class ScaledServers implements ColdStarts, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ScaledServers.class);
    private static final Duration OFTEN = Duration.ofSeconds(1);

    private final Duration patience;
    private final LongSupplier nanos;
    private final Map<Origin, ScaledServer> servers = new ConcurrentHashMap<>();
    private final Map<Origin, String> routes = new ConcurrentHashMap<>();
    private volatile RouteLoads loads = (_, _) -> RouteLoad.NONE;
    private @Nullable Thread thread;

    /// @param patience how long a request waits for a server
    /// @param nanos    clock of intervals, as [System#nanoTime]
    public ScaledServers(Duration patience, LongSupplier nanos) {
        this.patience = patience;
        this.nanos = nanos;
    }

    /// Begins to look at loads.
    public void follow(RouteLoads gateways) {
        loads = gateways;
        thread = Thread.ofVirtual().name("scaling").start(this::run);
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(OFTEN);
                look();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Looks at the load of each.
    void look() {
        for (ScaledServer server : servers.values()) {
            try {
                server.look();
            } catch (RuntimeException e) {
                LOG.warn("the load of a server was not looked at", e);
            }
        }
    }

    /// The server of a resource; the same until it is released.
    ///
    /// @param origin  of its route
    /// @param route   public name of that
    /// @param changed called, from any thread, when there are to be more or fewer copies
    public ScaledServer server(Origin origin, String route, Runnable changed) {
        routes.put(origin, route);
        return servers.computeIfAbsent(
                origin,
                key -> new ScaledServer(
                        key, () -> loads.of(key, route), () -> loads.isKnownAsleep(key), changed, nanos));
    }

    /// Lets go of the server of a resource that is gone.
    public void release(Origin origin) {
        routes.remove(origin);
        ScaledServer server = servers.remove(origin);
        if (server != null) {
            server.end();
        }
    }

    /// Public names of the routes whose servers are scaled, by what wants them.
    public Map<Origin, String> routes() {
        return Map.copyOf(routes);
    }

    @Override
    public @Nullable ScaledServer of(Origin origin) {
        return servers.get(origin);
    }

    @Override
    public Duration patience() {
        return patience;
    }

    /// Looks no more, and keeps nobody waiting.
    @Override
    public void close() {
        if (thread != null) {
            thread.interrupt();
        }
        servers.keySet().forEach(this::release);
    }
}
