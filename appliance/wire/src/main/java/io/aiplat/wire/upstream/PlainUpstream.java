package io.aiplat.wire.upstream;

import io.aiplat.wire.http.HeadLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Connection pool of an upstream without TLS: connections are used again, the warmest first.
final class PlainUpstream implements HttpUpstream {
    /// A connection idle for longer is looked at before it is used: that costs three system calls, and spares
    /// most requests that must not be sent twice from one that the upstream closed.
    private static final long TRUSTED = TimeUnit.MILLISECONDS.toNanos(500);

    private final String host;
    private final int port;
    private final String authority;
    private final UpstreamLimits limits;
    private final LongSupplier nanos;
    private final Runnable shortage;
    private final ConcurrencyLimiter slots;
    private final ConcurrentLinkedDeque<UpstreamConnection> idle = new ConcurrentLinkedDeque<>();
    private final Set<UpstreamConnection> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /// @param shortage is told when the system has no descriptor for a connection
    PlainUpstream(
            String host, int port, String authority, UpstreamLimits limits, LongSupplier nanos, Runnable shortage) {
        this.host = host;
        this.port = port;
        this.authority = authority;
        this.limits = limits;
        this.nanos = nanos;
        this.shortage = shortage;
        this.slots = new ConcurrencyLimiter(limits.calls());
    }

    @Override
    public UpstreamCall call() {
        return new PlainCall(this, slots, limits, nanos);
    }

    @Override
    public void expire(long now) {
        for (UpstreamConnection connection : open) {
            PlainCall call = connection.call();
            if (call != null) {
                call.expire(now);
            }
        }
        slots.forEachWaiter(waiter -> waiter.call().expire(now));
        long most = limits.idle().toNanos();
        UpstreamConnection coldest = idle.peekLast();
        while (coldest != null && coldest.idleFor(now) >= most) {
            if (idle.removeLastOccurrence(coldest)) {
                drop(coldest);
            }
            coldest = idle.peekLast();
        }
    }

    @Override
    public int active() {
        return slots.taken();
    }

    @Override
    public void close() {
        closed = true;
        spare();
    }

    @Override
    public void spare() {
        for (UpstreamConnection connection = idle.poll(); connection != null; connection = idle.poll()) {
            drop(connection);
        }
    }

    /// What follows the scheme in its URL, for `Host`.
    String authority() {
        return authority;
    }

    HeadLimits headLimits() {
        return limits.head();
    }

    @Nullable
    UpstreamConnection takeIdle() {
        long now = nanos.getAsLong();
        for (UpstreamConnection warmest = idle.pollFirst(); warmest != null; warmest = idle.pollFirst()) {
            long idleFor = warmest.idleFor(now);
            if (idleFor < TRUSTED || (idleFor < limits.idle().toNanos() && warmest.isAlive())) {
                return warmest;
            }
            drop(warmest);
        }
        return null;
    }

    /// Connects to the first of the host's addresses that answers.
    UpstreamConnection connect(PlainCall call) throws IOException {
        IOException last = null;
        for (InetAddress address : InetAddress.getAllByName(host)) {
            UpstreamConnection connection = connection();
            open.add(connection);
            try {
                call.use(connection);
                connection.connect(address, port);
                call.lifetime.check();
                return connection;
            } catch (IOException e) {
                drop(connection);
                call.lifetime.check();
                last = e;
            }
        }
        throw last == null ? new IOException("the host has no address") : last;
    }

    /// Without a descriptor there is none, and that is no fault of the upstream's: what idles gives way.
    private UpstreamConnection connection() throws IOException {
        try {
            return new UpstreamConnection();
        } catch (IOException _) {
            shortage.run();
            return new UpstreamConnection();
        }
    }

    void putBack(UpstreamConnection connection) {
        connection.rest(nanos.getAsLong());
        idle.addFirst(connection);
        if (closed && idle.remove(connection)) {
            drop(connection);
        }
    }

    void drop(UpstreamConnection connection) {
        open.remove(connection);
        connection.close();
    }
}
