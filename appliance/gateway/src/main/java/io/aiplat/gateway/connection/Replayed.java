package io.aiplat.gateway.connection;

import io.aiplat.wire.Duplex;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.Router;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/// A connection from whose beginning something was read, as if nothing had been.
final class Replayed implements ConnectionContext {
    private static final int PIECE = 8 * 1024;

    private final ConnectionContext context;
    private final DataReader reader;

    /// @param read what it begins with
    /// @param rest what comes after that
    Replayed(ConnectionContext context, byte[] read, Duplex rest) {
        this.context = context;
        Iterator<byte[]> once = List.of(read).iterator();
        this.reader = DataReader.create(() -> once.hasNext() ? once.next() : next(rest));
    }

    private static byte @Nullable [] next(Duplex rest) {
        byte[] bytes = new byte[PIECE];
        try {
            int count = rest.read(bytes, 0, bytes.length);
            return count < 0 ? null : Arrays.copyOf(bytes, count);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public DataReader dataReader() {
        return reader;
    }

    @Override
    public DataWriter dataWriter() {
        return context.dataWriter();
    }

    @Override
    public ListenerContext listenerContext() {
        return context.listenerContext();
    }

    @Override
    public ExecutorService executor() {
        return context.executor();
    }

    @Override
    public Router router() {
        return context.router();
    }

    @Override
    public Optional<ProxyProtocolData> proxyProtocolData() {
        return context.proxyProtocolData();
    }

    @Override
    public HelidonSocket serverSocket() {
        return context.serverSocket();
    }

    @Override
    public PeerInfo remotePeer() {
        return context.remotePeer();
    }

    @Override
    public PeerInfo localPeer() {
        return context.localPeer();
    }

    @Override
    public boolean isSecure() {
        return context.isSecure();
    }

    @Override
    public String socketId() {
        return context.socketId();
    }

    @Override
    public String childSocketId() {
        return context.childSocketId();
    }
}
