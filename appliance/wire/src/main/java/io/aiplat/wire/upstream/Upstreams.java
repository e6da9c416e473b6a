package io.aiplat.wire.upstream;

import java.net.URI;
import java.net.http.HttpClient;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// All upstreams of a process, so that one thread can watch the time of all their calls.
public final class Upstreams implements AutoCloseable {
    private final LongSupplier nanos;
    private final Supplier<HttpClient.Builder> outbound;
    private final Set<HttpUpstream> all = ConcurrentHashMap.newKeySet();

    /// Begins without any. Upstreams without TLS are reached directly.
    ///
    /// @param nanos    the clock, as [System#nanoTime()] counts
    /// @param outbound begins the client of an upstream behind TLS: its proxy, and whom it trusts
    public Upstreams(LongSupplier nanos, Supplier<HttpClient.Builder> outbound) {
        this.nanos = nanos;
        this.outbound = outbound;
    }

    /// Adds an upstream. Nothing is connected yet.
    ///
    /// @param server scheme `http` or `https`, host and perhaps a port; a path is not looked at
    /// @throws IllegalArgumentException if it is none of these
    public HttpUpstream open(URI server, UpstreamLimits limits) {
        String host = server.getHost();
        String scheme = server.getScheme();
        if (host == null || scheme == null) {
            throw new IllegalArgumentException("not the URL of a server: " + server);
        }
        HttpUpstream upstream = switch (scheme) {
            case "http" ->
                new PlainUpstream(unbracketed(host), port(server, 80), authority(server), limits, nanos, this::spare);
            case "https" -> new TlsUpstream(authority(server), limits, nanos, outbound.get());
            default -> throw new IllegalArgumentException("neither http nor https: " + server);
        };
        all.add(upstream);
        return upstream;
    }

    /// Takes an upstream out and closes it; calls under way end as usual, but are no longer timed out.
    public void remove(HttpUpstream upstream) {
        if (all.remove(upstream)) {
            upstream.close();
        }
    }

    /// Calls under way, everywhere.
    public int active() {
        int calls = 0;
        for (HttpUpstream upstream : all) {
            calls += upstream.active();
        }
        return calls;
    }

    /// Ends what waited too long, everywhere. See [HttpUpstream#expire(long)].
    public void expire() {
        long now = nanos.getAsLong();
        for (HttpUpstream upstream : all) {
            upstream.expire(now);
        }
    }

    /// Closes idle connections, everywhere: they only save the time of making others, and each has a descriptor.
    public void spare() {
        all.forEach(HttpUpstream::spare);
    }

    @Override
    public void close() {
        all.forEach(this::remove);
    }

    private static int port(URI server, int usual) {
        return server.getPort() < 0 ? usual : server.getPort();
    }

    private static String authority(URI server) {
        return server.getPort() < 0 ? server.getHost() : server.getHost() + ":" + server.getPort();
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}
