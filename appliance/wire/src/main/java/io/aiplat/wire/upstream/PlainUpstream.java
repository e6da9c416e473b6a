package io.aiplat.wire.upstream;

import io.aiplat.wire.http.Limits;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// An upstream without TLS, over connections that are kept and used again, the warmest first.
final class PlainUpstream implements Upstream {
    /// A connection idle for longer is looked at before it is used: that costs three system calls, and spares
    /// most requests that must not be sent twice from one that the upstream closed.
    private static final long TRUSTED = TimeUnit.MILLISECONDS.toNanos(500);

    private final String host;
    private final int port;
    private final String authority;
    private final UpstreamLimits limits;
    private final LongSupplier nanos;
    private final Runnable shortage;
    private final Slots slots;
    private final ConcurrentLinkedDeque<Connection> idle = new ConcurrentLinkedDeque<>();
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
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
        this.slots = new Slots(limits.calls());
    }

    @Override
    public UpstreamCall call() {
        return new PlainCall(this, slots, limits, nanos);
    }

    @Override
    public void expire(long now) {
        for (Connection connection : open) {
            PlainCall call = connection.call();
            if (call != null) {
                call.expire(now);
            }
        }
        slots.forEachWaiter(waiter -> waiter.call().expire(now));
        long most = limits.idle().toNanos();
        Connection coldest = idle.peekLast();
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
        for (Connection connection = idle.poll(); connection != null; connection = idle.poll()) {
            drop(connection);
        }
    }

    /// What follows the scheme in its URL, for `Host`.
    String authority() {
        return authority;
    }

    Limits headLimits() {
        return limits.head();
    }

    @Nullable
    Connection takeIdle() {
        long now = nanos.getAsLong();
        for (Connection warmest = idle.pollFirst(); warmest != null; warmest = idle.pollFirst()) {
            long idleFor = warmest.idleFor(now);
            if (idleFor < TRUSTED || (idleFor < limits.idle().toNanos() && warmest.isAlive())) {
                return warmest;
            }
            drop(warmest);
        }
        return null;
    }

    /// Connects to the first of the host's addresses that answers.
    Connection connect(PlainCall call) throws IOException {
        IOException last = null;
        for (InetAddress address : InetAddress.getAllByName(host)) {
            Connection connection = connection();
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
    private Connection connection() throws IOException {
        try {
            return new Connection();
        } catch (IOException _) {
            shortage.run();
            return new Connection();
        }
    }

    void putBack(Connection connection) {
        connection.rest(nanos.getAsLong());
        idle.addFirst(connection);
        if (closed && idle.remove(connection)) {
            drop(connection);
        }
    }

    void drop(Connection connection) {
        open.remove(connection);
        connection.close();
    }
}
