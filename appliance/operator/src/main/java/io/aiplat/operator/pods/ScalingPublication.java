package io.aiplat.operator.pods;

import io.aiplat.model.ApplianceException;
import io.aiplat.operator.scaling.ScaledServer;
import io.aiplat.operator.scaling.ScaledServers;
import io.aiplat.routing.Origin;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Publication of scaling: of which resources no server runs, in the Secret that all gateways watch. One thread looks;
/// nothing is sent where nothing is new.
public final class ScalingPublication {
    private static final Logger LOG = LoggerFactory.getLogger(ScalingPublication.class);

    /// By then every resource was looked at after a start.
    private static final Duration SETTLED = Duration.ofMinutes(1);

    private final PodCluster cluster;
    private final String secret;
    private final ScaledServers servers;
    private final LongSupplier nanos;
    private final Map<Origin, ScalingDocument.Resting> before = new HashMap<>();
    private volatile ScalingDocument published = ScalingDocument.NONE;
    private @Nullable Long begun;

    /// Into a Secret of the pod's namespace.
    ///
    /// @param secret its name
    /// @param nanos  clock of intervals, as [System#nanoTime]
    public ScalingPublication(PodCluster cluster, String secret, ScaledServers servers, LongSupplier nanos) {
        this.cluster = cluster;
        this.secret = secret;
        this.servers = servers;
        this.nanos = nanos;
    }

    /// What gateways are told by now.
    ScalingDocument published() {
        return published;
    }

    /// Publishes what is new. Where that fails, it is tried again by the next look; before the routes, so that no
    /// gateway knows of a route whose servers it believes to run.
    public void look() {
        try {
            Long first = begun;
            if (first == null) {
                read();
                first = nanos.getAsLong();
                begun = first;
            } else if (nanos.getAsLong() - first >= SETTLED.toNanos()) {
                before.clear();
            }
            List<ScalingDocument.Resting> now = now();
            ScalingDocument next = new ScalingDocument(published.number() + 1, now);
            if (!next.resting().equals(published.resting())) {
                cluster.put(secret, Map.of(ScalingDocument.ENTRY, next.bytes()));
                published = next;
            }
        } catch (ApplianceException e) {
            LOG.warn("{}", e.problem().toText());
        }
    }

    /// Who starts anew says of nothing that it runs before its resource was asked again.
    private void read() {
        byte[] bytes = cluster.secret(secret)
                .map(each -> each.get(ScalingDocument.ENTRY))
                .orElse(null);
        if (bytes == null) {
            return;
        }
        try {
            published = ScalingDocument.of(bytes);
            published.resting().forEach(each -> before.put(each.origin(), each));
        } catch (IllegalArgumentException e) {
            LOG.warn("what another version said of servers is written anew: {}", e.getMessage());
        }
    }

    private List<ScalingDocument.Resting> now() {
        Map<Origin, ScalingDocument.Resting> resting = new HashMap<>(before);
        servers.routes().keySet().forEach(origin -> {
            ScaledServer server = servers.of(origin);
            if (server != null) {
                before.remove(origin);
                resting.remove(origin);
                if (!server.isRunning()) {
                    resting.put(origin, new ScalingDocument.Resting(origin, server.trouble()));
                }
            }
        });
        return List.copyOf(resting.values());
    }
}
