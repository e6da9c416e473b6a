package io.aiplat.gateway.connection;

import io.aiplat.wire.Duplex;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.NioSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.common.socket.SocketWriter;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.Router;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/// Replayed connection: one from whose beginning something was read, as if nothing had been.
final class ReplayedConnection implements ConnectionContext {
    private static final int PIECE = 8 * 1024;

    private final HelidonBridge pages;
    private final HelidonSocket socket;
    private final DataReader reader;
    private final DataWriter writer;

    /// @param read what it begins with
    /// @param rest what comes after that
    ReplayedConnection(HelidonBridge pages, SocketChannel channel, byte[] read, Duplex rest) {
        this.pages = pages;
        this.socket = NioSocket.server(channel, "client", "gateway");
        this.writer = SocketWriter.create(socket);
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
        return writer;
    }

    @Override
    public ListenerContext listenerContext() {
        return pages;
    }

    @Override
    public ExecutorService executor() {
        return pages.executor();
    }

    @Override
    public Router router() {
        return pages.router();
    }

    @Override
    public Optional<ProxyProtocolData> proxyProtocolData() {
        return Optional.empty();
    }

    @Override
    public HelidonSocket serverSocket() {
        return socket;
    }

    @Override
    public PeerInfo remotePeer() {
        return socket.remotePeer();
    }

    @Override
    public PeerInfo localPeer() {
        return socket.localPeer();
    }

    @Override
    public boolean isSecure() {
        return socket.isSecure();
    }

    @Override
    public String socketId() {
        return socket.socketId();
    }

    @Override
    public String childSocketId() {
        return socket.childSocketId();
    }
}
