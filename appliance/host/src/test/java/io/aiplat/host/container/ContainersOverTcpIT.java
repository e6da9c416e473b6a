package io.aiplat.host.container;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/// Over `tcp://`: the real engine behind a relay of ours.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContainersOverTcpIT implements ContainersContract {
    private final String name = RealEngine.uniqueName();
    private ServerSocketChannel server;
    private ContainerEngine engine;

    @BeforeAll
    void start() throws IOException {
        RealEngine.orSkip(System.getenv()).close();
        if (!(new ContainerEngineAddresses(System.getenv(), Path.of(System.getProperty("user.home")))
                        .candidates()
                        .getFirst()
                instanceof ContainerEngineAddress.Unix(Path socket, String from, boolean given))) {
            RealEngine.skip("the engine is not behind a Unix socket, so there is nothing to relay to");
            return;
        }
        server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Thread.ofVirtual().start(() -> accept(socket));
        engine = RealEngine.orSkip(
                Map.of("DOCKER_HOST", "tcp://127.0.0.1:" + server.socket().getLocalPort()));
        engine.containers().create(ContainersContract.request(name, "bridge", Map.of()));
        engine.containers().start(name);
    }

    @AfterAll
    void remove() throws IOException {
        if (engine != null) {
            engine.containers().remove(name);
            engine.close();
            server.close();
        }
    }

    @Override
    public ContainerEngine engine() {
        return engine;
    }

    @Override
    public String name() {
        return name;
    }

    private void accept(Path socket) {
        while (server.isOpen()) {
            try {
                SocketChannel caller = server.accept();
                SocketChannel there = SocketChannel.open(UnixDomainSocketAddress.of(socket));
                Thread.ofVirtual().start(() -> relay(caller, there));
                Thread.ofVirtual().start(() -> relay(there, caller));
            } catch (IOException _) {
                return;
            }
        }
    }

    /// Hands on the end of one side's output, as TCP does.
    private static void relay(SocketChannel from, SocketChannel to) {
        ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
        try {
            while (from.read(buffer) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
                buffer.clear();
            }
            to.shutdownOutput();
        } catch (IOException _) {
            // One side has gone; the other will notice.
        }
    }
}
