package io.aiplat.gateway.slot;

import io.aiplat.routing.Tier;
import io.aiplat.routing.Upstream;
import io.aiplat.routing.UpstreamKind;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/// Meters of all servers of ours. Upstreams with one address are one server: whoever is at one of them shares with
/// whoever is at the other. Servers that are somebody else's are not metered, for what they compute on is theirs.
public final class SlotMeters {
    /// Servers that are kept in mind. Where plans change so often that there were more, all are forgotten.
    private static final int MOST = 4096;

    private static final String HERE = "here";

    private final IntSupplier own;
    private final Map<String, Server> servers = new ConcurrentHashMap<>();

    /// No servers yet.
    ///
    /// @param own GPUs that the engine which is here computes on now; it must not wait for anything
    public SlotMeters(IntSupplier own) {
        this.own = own;
    }

    /// A server and how many GPUs the plan says that it has.
    private static final class Server {
        final SlotMeter meter;
        volatile int stated;

        Server(@Nullable IntSupplier known) {
            meter = new SlotMeter(() -> stated < 0 && known != null ? known.getAsInt() : Math.max(0, stated));
        }
    }

    /// Takes a place at an upstream; null where it is not one of ours.
    ///
    /// @param now as [System#nanoTime]
    public SlotMeter.@Nullable Held enter(Upstream upstream, long now) {
        if (upstream.tier() != Tier.LOCAL) {
            return null;
        }
        String address = address(upstream);
        Server server = servers.get(address);
        if (server == null) {
            if (servers.size() >= MOST) {
                servers.clear();
            }
            boolean here = upstream.provider() == UpstreamKind.EMBEDDED;
            server = servers.computeIfAbsent(address, _ -> new Server(here ? own : null));
        }
        Integer gpus = upstream.gpus();
        server.stated = gpus == null ? -1 : gpus;
        return server.meter.enter(now);
    }

    private static String address(Upstream upstream) {
        URI url = upstream.url();
        // The fragment tells copies behind one name from each other.
        return url == null ? HERE : url.getAuthority() + '#' + url.getFragment();
    }
}
