package io.aiplat.wire.upstream;

import java.net.http.HttpClient;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/// An upstream behind TLS. Its handshakes, certificates and connections are the JDK's client's.
final class TlsUpstream implements HttpUpstream {
    private final String authority;
    private final UpstreamLimits limits;
    private final LongSupplier nanos;
    private final ConcurrencyLimiter slots;
    private final HttpClient client;
    private final Set<TlsCall> calls = ConcurrentHashMap.newKeySet();

    /// @param client made for it: through which proxy it goes and whom it trusts; the rest is decided here
    TlsUpstream(String authority, UpstreamLimits limits, LongSupplier nanos, HttpClient.Builder client) {
        this.authority = authority;
        this.limits = limits;
        this.nanos = nanos;
        this.slots = new ConcurrencyLimiter(limits.calls());
        this.client = client.version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(limits.connect())
                .executor(Thread::startVirtualThread)
                .build();
    }

    @Override
    public UpstreamCall call() {
        return new TlsCall(this, slots, limits, nanos);
    }

    @Override
    public void expire(long now) {
        calls.forEach(call -> call.expire(now));
        slots.forEachWaiter(waiter -> waiter.call().expire(now));
    }

    @Override
    public int active() {
        return slots.taken();
    }

    /// The JDK's client closes its idle connections by itself, after half a minute, and not before.
    @Override
    public void spare() {}

    /// Lets calls under way end; their connections and the client's threads follow.
    @Override
    public void close() {
        client.shutdown();
    }

    HttpClient client() {
        return client;
    }

    String authority() {
        return authority;
    }

    void begin(TlsCall call) {
        calls.add(call);
    }

    void end(TlsCall call) {
        calls.remove(call);
    }
}
