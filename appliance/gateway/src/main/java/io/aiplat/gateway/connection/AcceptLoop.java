package io.aiplat.gateway.connection;

import io.aiplat.model.FatalErrors;
import io.aiplat.wire.http.Headers;
import io.aiplat.wire.http.MalformedRequest;
import io.aiplat.wire.http.ResponseWriter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The accept loop of the endpoint's port. It goes on when the system has no descriptor for a new connection, and
/// binds the port again when it was lost. Where that does not help it says so and ends: then the process should.
public final class AcceptLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AcceptLoop.class);
    private static final long FIRST_PAUSE_NANOS = 10_000_000;
    private static final int DOUBLINGS = 6;
    private static final long LOG_NANOS = 60_000_000_000L;

    private final ListeningSocket.Binding binding;
    private final InetSocketAddress address;
    private final GatewayConnection.Parts parts;
    private final Connections connections;
    private final Runnable shortage;
    private final int tries;
    private final Thread thread;
    private volatile ListeningSocket port;
    private volatile boolean closed;
    private volatile boolean lost;
    private long refusalLogged = System.nanoTime() - LOG_NANOS;

    /// Binds a port.
    ///
    /// @param address  port 0 chooses a free one
    /// @param service  answers
    /// @param bounds   of connections
    /// @param shortage is told when the system has no descriptor left, to give up what can be spared; must not
    ///     block
    /// @throws IOException if it cannot be bound
    public static AcceptLoop start(
            InetSocketAddress address, RequestHandlers service, ConnectionBounds bounds, Runnable shortage)
            throws IOException {
        // With 0.6 seconds between two tries at most, half a minute.
        return new AcceptLoop(ListeningSocket::bind, address, service, new Connections(bounds), shortage, 50);
    }

    /// @param tries how often in a row nothing may be accepted until the port counts as lost
    AcceptLoop(
            ListeningSocket.Binding binding,
            InetSocketAddress address,
            RequestHandlers service,
            Connections connections,
            Runnable shortage,
            int tries)
            throws IOException {
        this.binding = binding;
        this.connections = connections;
        this.parts = service.parts(connections);
        service.ticker().add(connections);
        this.shortage = shortage;
        this.tries = tries;
        this.port = binding.bind(address);
        // Where the system chose the port it has to be the same one again.
        this.address = port.address();
        this.thread = Thread.ofPlatform()
                .daemon()
                .name("gateway-listener")
                .start(FatalErrors.vital("the listener", this::run));
    }

    /// The port it listens on.
    public int port() {
        return address.getPort();
    }

    /// Whether nobody can connect any more, though nobody closed it.
    public boolean isLost() {
        return lost;
    }

    /// Connections that are open now.
    public int open() {
        return connections.count();
    }

    /// Connections that may be open.
    public int most() {
        return connections.most();
    }

    /// Connections that were refused since the start because all others carried requests.
    public long refused() {
        return connections.refused();
    }

    /// Connections that were closed since the start to make room for others.
    public long evicted() {
        return connections.evicted();
    }

    private void run() {
        int failures = 0;
        try {
            while (!closed && failures < tries) {
                SocketChannel client = accept(failures);
                failures = client == null ? failures + 1 : 0;
                if (client != null) {
                    welcome(client);
                }
            }
        } finally {
            if (!closed) {
                lost = true;
                LOG.error("nobody can connect to port {} any more", port());
            }
        }
    }

    /// @return null if none could be taken; a pause has passed then
    private @Nullable SocketChannel accept(int failures) {
        try {
            if (!port.isOpen()) {
                port = binding.bind(address);
                LOG.warn("port {} was lost and is bound again", port());
            }
            return port.accept();
        } catch (IOException e) {
            if (!closed) {
                failed(e, failures);
            }
            return null;
        }
    }

    /// Mostly there is no descriptor, or no memory in the system, for what waits to be accepted. It goes on
    /// waiting, so without a pause the loop would only spin.
    private void failed(IOException failure, int failures) {
        if (failures == 0) {
            LOG.warn("a connection could not be accepted: {}", failure.toString());
        }
        shortage.run();
        connections.evict(null);
        LockSupport.parkNanos(FIRST_PAUSE_NANOS << Math.min(failures, DOUBLINGS));
    }

    private void welcome(SocketChannel client) {
        Object origin = null;
        boolean admitted = false;
        GatewayConnection connection = null;
        try {
            origin = Connections.origin(client.getRemoteAddress());
            admitted = connections.admit(origin);
            if (!admitted) {
                refuse(client);
                return;
            }
            prepare(client);
            connection = new GatewayConnection(client, origin, parts);
            connections.add(connection);
            Thread.ofVirtual().name("gateway-connection").start(connection);
            // From here on it gives its place back itself.
            admitted = false;
            client = null;
        } catch (IOException _) {
            // It has left before we could look at it.
            LOG.debug("a client left at once");
        } finally {
            if (admitted) {
                connections.remove(connection, origin);
            }
            if (client != null) {
                close(client);
            }
        }
    }

    /// With Nagle's algorithm the first event of a stream waits 40 ms for an acknowledgement.
    static void prepare(SocketChannel client) throws IOException {
        client.setOption(StandardSocketOptions.TCP_NODELAY, true);
        client.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
    }

    /// Says why, as far as that takes no waiting.
    private void refuse(SocketChannel client) throws IOException {
        long now = System.nanoTime();
        if (now - refusalLogged >= LOG_NANOS) {
            refusalLogged = now;
            LOG.warn("all {} connections carry requests: new ones are refused", connections.most());
        }
        client.configureBlocking(false);
        // What was sent and not read would make the system take the answer back.
        client.read(ByteBuffer.allocate(8 * 1024));
        client.write(ByteBuffer.wrap(refusal()));
    }

    private byte[] refusal() throws IOException {
        String id = parts.ids().get();
        RecordingDuplex memo = new RecordingDuplex();
        Headers headers = new Headers()
                .add("x-request-id", id)
                .add("content-type", "application/json")
                .add("retry-after", "1");
        MalformedRequest why = new MalformedRequest(503, "too many connections at once; try again");
        new ResponseWriter(memo).whole(503, headers, parts.handler().refusal(why, id));
        return memo.bytes();
    }

    private static void close(SocketChannel client) {
        try {
            client.close();
        } catch (IOException _) {
            // Its descriptor is free either way.
            LOG.debug("a connection was not closed in order");
        }
    }

    /// Stops to listen at once, lets running answers end, then cuts them off.
    ///
    /// @param grace how long they may take
    public void close(Duration grace) {
        closed = true;
        try {
            port.close();
            LockSupport.unpark(thread);
            thread.join();
            connections.close(grace);
            parts.ticker().remove(connections);
        } catch (IOException e) {
            LOG.warn("port {} was not closed in order", port(), e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        close(Duration.ZERO);
    }
}
